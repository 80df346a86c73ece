import type { Knex } from 'knex'
import type { SourceReadOptions, SourceRow, SourceSnapshot } from '../../BillingSource.ts'
import { rowsById } from './createSqlLookup.ts'
import { findReferences } from './findReferences.ts'
import { mappedColumns } from './mappedColumns.ts'
import type { OpenDatabase } from './openDatabase.ts'
import { type Cells, REQUIRED_INVOICE_COLUMNS, rowReader } from './rowReader.ts'
import type { SqlSourceOptions } from './SqlSourceOptions.ts'
import { changedInvoicesSql, idsSql, invoicesSql, sinceSql } from './selectSql.ts'
import { cursorOf, markOf, nextMark, type SqlMark } from './sqlMark.ts'
import { stopped, stopSignal } from './stopSignal.ts'
import { toSourceError } from './toSourceError.ts'

/** Few enough that a batch is worked off before the collector of garbage comes by and has to carry it. */
const BATCH = 1000
const READ_SECONDS = 600

type Args = { options: SqlSourceOptions; reading: OpenDatabase; asked: SourceReadOptions }
type Opened = Args & { trx: Knex.Transaction; since: SqlMark | null }

async function prepare({ options, reading, trx, since }: Opened) {
  const { dialect } = reading
  const statement = options.invoices
  const kinds = await mappedColumns({
    trx,
    dialect,
    name: 'invoices',
    statement,
    required: REQUIRED_INVOICE_COLUMNS,
  })
  if (!since || !options.changes) return { kinds, text: invoicesSql(dialect, { statement, kinds }) }
  const changed = sinceSql(dialect, { statement: options.changes.invoices, since })
  return { kinds, text: changedInvoicesSql(dialect, { statement, kinds, changed }) }
}

/** Beside the changes, those that are wanted in any case and did not come with them. */
async function* withAlso(opened: Opened, changes: AsyncIterable<SourceRow[]>): AsyncGenerator<SourceRow[]> {
  const { options, reading, trx, asked } = opened
  const left = new Set<string | null>(asked.also)
  for await (const rows of changes) {
    for (const { externalId } of rows) left.delete(externalId)
    yield rows
  }
  const ids = [...left].filter((id): id is string => id !== null)
  const others = ids.length > 0 ? await rowsById({ options, reading, trx, ids }) : []
  if (others.length > 0) yield others
}

async function* mapped(opened: Opened): AsyncGenerator<SourceRow[]> {
  const { kinds, text } = await prepare(opened)
  const readRow = rowReader(kinds)
  for await (const batch of opened.reading.dialect.batches(opened.trx, { text, size: BATCH }))
    yield batch.map((cells) => readRow(cells as Cells))
}

async function* rowsOf(opened: Opened): AsyncGenerator<SourceRow[]> {
  const { reading, trx, asked, since } = opened
  const { orStop, done } = stopSignal(asked.signal, await reading.canceller(trx))
  const batches = since ? withAlso(opened, mapped(opened)) : mapped(opened)
  let isStopped = false
  try {
    for (;;) {
      const { value, done: isEnd } = await orStop(batches.next())
      if (isEnd) return
      yield value
    }
  } catch (error) {
    isStopped = asked.signal?.aborted ?? false
    throw isStopped ? stopped() : toSourceError(error, reading.dialect)
  } finally {
    done()
    const left = batches.return(undefined).catch(() => undefined)
    // What was stopped may still be on its way.
    if (!isStopped) await left
  }
}

async function deletedIds({ options, reading, trx }: Opened, since: SqlMark): Promise<string[]> {
  const { dialect } = reading
  const statement = sinceSql(dialect, { statement: options.changes?.deleted ?? '', since })
  try {
    const kinds = await mappedColumns({ trx, dialect, name: 'changes.deleted', statement, required: ['externalId'] })
    const rows = dialect.rows(await trx.raw(idsSql(dialect, { statement, kinds }))) as { externalId: string | null }[]
    return [...new Set(rows.flatMap(({ externalId }) => externalId ?? []))]
  } catch (error) {
    throw toSourceError(error, dialect)
  }
}

/** The mark is told before the snapshot is taken: what is not in this one lies behind it. */
async function cursorFor({ options, reading }: Args): Promise<{ cursor: string } | object> {
  const { changes, readTimeout: timeout = READ_SECONDS } = options
  if (!changes) return {}
  const { dialect } = reading
  const mark = await reading.run({ readOnly: true, timeout }, (trx) => nextMark(trx, { dialect, changes }))
  return { cursor: cursorOf(options, mark) }
}

/** One repeatable-read, read-only transaction from which every batch and every reference comes. Memory is one batch. */
export async function readSqlSnapshot(args: Args): Promise<SourceSnapshot> {
  const { options, reading, asked } = args
  if (asked.signal?.aborted) throw stopped()
  const startedAt = new Date()
  const cursor = await cursorFor(args)
  const since = markOf(options, asked.since)
  const trx = await reading.begin({ readOnly: true, timeout: options.readTimeout ?? READ_SECONDS })
  const { dialect } = reading
  const opened = { ...args, trx, since }
  const invoices = rowsOf(opened)
  const receipts = options.posting?.receipts
  return {
    startedAt,
    invoices,
    ...cursor,
    ...(since ? { isPartial: true } : {}),
    ...(since && options.changes?.deleted ? { deleted: () => deletedIds(opened, since) } : {}),
    ...(receipts
      ? { containedReferences: (references: string[]) => findReferences({ dialect, trx, receipts, references }) }
      : {}),
    close: async () => {
      await invoices.return(undefined).catch(() => undefined)
      if (!trx.isCompleted()) await trx.rollback().catch(() => undefined)
    },
  }
}
