import type { Knex } from 'knex'
import type { SourceRow, SourceSnapshot } from '../../BillingSource.ts'
import { type Cells, cellsToRow, REQUIRED_INVOICE_COLUMNS } from './cellsToRow.ts'
import { findReferences } from './findReferences.ts'
import { mappedColumns } from './mappedColumns.ts'
import type { OpenDatabase } from './openDatabase.ts'
import type { SqlSourceOptions } from './SqlSourceOptions.ts'
import { invoicesSql } from './selectSql.ts'
import { stopped, stopSignal } from './stopSignal.ts'
import { toSourceError } from './toSourceError.ts'

const BATCH = 4000
type Args = { options: SqlSourceOptions; reading: OpenDatabase; signal?: AbortSignal }
type Opened = Args & { trx: Knex.Transaction }

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

/** One repeatable-read, read-only transaction from which every batch and every reference comes. Memory is one batch. */
export async function readSqlSnapshot(args: Args): Promise<SourceSnapshot> {
  const { options, reading, signal } = args
  if (signal?.aborted) throw stopped()
  const startedAt = new Date()
  const trx = await reading.begin({ readOnly: true, timeout: options.readTimeout ?? 600 })
  const { dialect } = reading
  const invoices = rowsOf({ ...args, trx })
  const receipts = options.posting?.receipts
  return {
    startedAt,
    invoices,
    ...(receipts
      ? { containedReferences: (references: string[]) => findReferences({ dialect, trx, receipts, references }) }
      : {}),
    close: async () => {
      await invoices.return(undefined).catch(() => undefined)
      if (!trx.isCompleted()) await trx.rollback().catch(() => undefined)
    },
  }
}
