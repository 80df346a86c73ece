import type { Knex } from 'knex'
import type { SourceRow, SourceSnapshot } from '../../BillingSource.ts'
import { SourceError } from '../../SourceError.ts'
import { type Cells, cellsToRow, REQUIRED_INVOICE_COLUMNS } from './cellsToRow.ts'
import { mappedColumns } from './mappedColumns.ts'
import type { OpenDatabase } from './openDatabase.ts'
import type { SqlPosting, SqlSourceOptions } from './SqlSourceOptions.ts'
import { invoicesSql, referencesSql } from './selectSql.ts'
import { toSourceError } from './toSourceError.ts'

const BATCH = 4000
/** SQL Server takes 2,100 values, Oracle 1,000 in one list. */
const REFERENCES = 900

type Args = { options: SqlSourceOptions; reading: OpenDatabase; signal?: AbortSignal }
type Opened = Args & { trx: Knex.Transaction }

const stopped = () => new SourceError('The read was stopped.', { temporary: true })

/** Rejects as soon as the read is to stop; `done` takes the ear away again. */
function stopSignal(signal: AbortSignal | undefined, onStop: () => void) {
  let stop: () => void = () => undefined
  const stops = new Promise<never>((_resolve, reject) => {
    stop = () => {
      onStop()
      reject(stopped())
    }
  })
  stops.catch(() => undefined)
  if (signal?.aborted) stop()
  else signal?.addEventListener('abort', stop, { once: true })
  return { stops, done: () => signal?.removeEventListener('abort', stop) }
}

async function* rowsOf({ options, reading, trx, signal }: Opened): AsyncGenerator<SourceRow[]> {
  const { dialect } = reading
  const kinds = await mappedColumns({
    trx,
    dialect,
    name: 'invoices',
    statement: options.invoices,
    required: REQUIRED_INVOICE_COLUMNS,
  })
  const { stops, done } = stopSignal(signal, await reading.canceller(trx))
  const text = invoicesSql(dialect, { statement: options.invoices, kinds })
  const batches = dialect.batches(trx, { text, size: BATCH })
  let isStopped = false
  try {
    for (;;) {
      const { value, done: isEnd } = await Promise.race([batches.next(), stops])
      if (isEnd) return
      yield value.map((cells) => cellsToRow(cells as Cells, kinds))
    }
  } catch (error) {
    isStopped = signal?.aborted ?? false
    throw isStopped ? stopped() : toSourceError(error, dialect)
  } finally {
    done()
    const left = batches.return(undefined).catch(() => undefined)
    // What was stopped may still be on its way.
    if (!isStopped) await left
  }
}

async function referencesIn(
  { reading, trx }: Opened,
  { receipts, references }: { receipts: NonNullable<SqlPosting['receipts']>; references: string[] },
): Promise<Set<string>> {
  const { dialect } = reading
  const found = new Set<string>()
  try {
    for (let at = 0; at < references.length; at += REFERENCES) {
      const asked = references.slice(at, at + REFERENCES)
      const { text, values } = referencesSql(dialect, { ...receipts, references: asked })
      for (const row of dialect.rows(await trx.raw(text, values))) found.add(String(row.reference))
    }
    return found
  } catch (error) {
    throw toSourceError(error, dialect)
  }
}

/** One repeatable-read, read-only transaction from which every batch and every reference comes. Memory is one batch. */
export async function readSqlSnapshot(args: Args): Promise<SourceSnapshot> {
  const { options, reading, signal } = args
  if (signal?.aborted) throw stopped()
  const startedAt = new Date()
  const trx = await reading.begin({ readOnly: true, timeout: options.readTimeout ?? 600 })
  const opened = { ...args, trx }
  const invoices = rowsOf(opened)
  const receipts = options.posting?.receipts
  return {
    startedAt,
    invoices,
    ...(receipts
      ? { containedReferences: (references: string[]) => referencesIn(opened, { receipts, references }) }
      : {}),
    close: async () => {
      await invoices.return(undefined).catch(() => undefined)
      if (!trx.isCompleted()) await trx.rollback().catch(() => undefined)
    },
  }
}
