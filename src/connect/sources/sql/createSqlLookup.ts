import type { Knex } from 'knex'
import type { BillingSource, SourceRow } from '../../BillingSource.ts'
import { findReferences } from './findReferences.ts'
import { mappedColumns } from './mappedColumns.ts'
import type { OpenDatabase } from './openDatabase.ts'
import { type Cells, REQUIRED_INVOICE_COLUMNS, rowReader } from './rowReader.ts'
import type { SqlSourceOptions } from './SqlSourceOptions.ts'
import { invoicesByIdSql } from './selectSql.ts'
import { LONGEST_LIST } from './sqlText.ts'
import { stopped, stopSignal } from './stopSignal.ts'

type Args = { options: SqlSourceOptions; reading: OpenDatabase }
type Asked = Args & { trx: Knex.Transaction; ids: readonly string[] }

/** Single invoices, in the state that this transaction sees. Ids are compared as the database compares them; a row whose id is another one byte by byte was not asked for. */
export async function rowsById({ options, reading, trx, ids }: Asked): Promise<SourceRow[]> {
  const { dialect } = reading
  const statement = options.invoices
  const kinds = await mappedColumns({
    trx,
    dialect,
    name: 'invoices',
    statement,
    required: REQUIRED_INVOICE_COLUMNS,
  })
  const readRow = rowReader(kinds)
  const wanted = new Set<string | null>(ids)
  const found: SourceRow[] = []
  for (let at = 0; at < ids.length; at += LONGEST_LIST) {
    const sql = invoicesByIdSql(dialect, { statement, kinds, ids: ids.slice(at, at + LONGEST_LIST) })
    if (!sql) continue
    const rows = dialect.rows(await trx.raw(sql.text, sql.values)) as Cells[]
    found.push(...rows.map(readRow).filter((row) => wanted.has(row.externalId)))
  }
  return found
}

/** Reads single invoices through the mapping, in one read-only transaction that ends within `callTimeout` seconds. */
export function createSqlLookup({ options, reading }: Args): NonNullable<BillingSource['readInvoices']> {
  return async (externalIds, { references = [], signal }) => {
    if (signal?.aborted) throw stopped()
    const startedAt = new Date()
    const receipts = options.posting?.receipts
    return await reading.run({ readOnly: true, timeout: options.callTimeout ?? 10 }, async (trx) => {
      const { orStop, done } = stopSignal(signal, signal ? await reading.canceller(trx) : () => undefined)
      const work = async () => ({
        startedAt,
        rows: await rowsById({ options, reading, trx, ids: [...new Set(externalIds)] }),
        contained: receipts ? await findReferences({ dialect: reading.dialect, trx, receipts, references }) : null,
      })
      try {
        return await orStop(work())
      } finally {
        done()
      }
    })
  }
}
