import type { Knex } from 'knex'
import { SourceError } from '../../SourceError.ts'
import { SEARCH_COLUMNS } from '../searchColumns.ts'
import { mappedColumns } from './mappedColumns.ts'
import type { OpenDatabase } from './openDatabase.ts'
import { REQUIRED_INVOICE_COLUMNS } from './readSqlSnapshot.ts'
import type { SqlPosting, SqlSourceOptions } from './SqlSourceOptions.ts'
import { quoteName } from './sqlText.ts'

const UNIQUE_INDEX = `
select exists (
  select from pg_index x join pg_attribute a on a.attrelid = x.indrelid and a.attnum = x.indkey[0]
  where x.indrelid = to_regclass(?) and a.attname = ? and x.indisunique and x.indisvalid and x.indnkeyatts = 1 and x.indpred is null
) as found`

/** Throws a SourceError unless the reference column has a unique index of its own: without it a repeat could post twice. */
export async function checkUniqueReference(
  trx: Knex.Transaction,
  receipts: NonNullable<SqlPosting['receipts']>,
): Promise<void> {
  const table = quoteName(receipts.table).replaceAll('\\?', '?')
  const { rows } = (await trx.raw(UNIQUE_INDEX, [table, receipts.reference])) as { rows: { found: boolean }[] }
  if (!rows[0]?.found)
    throw new SourceError(
      `${receipts.table}.${receipts.reference} needs a unique index of its own: without it a payment could be entered twice.`,
      { temporary: false },
    )
}

/** Proves on the live database that every mapped statement runs and has its columns. Throws a SourceError naming the mapping. */
export function checkMapping({
  options,
  reading,
}: {
  options: SqlSourceOptions
  reading: OpenDatabase
}): Promise<void> {
  return reading.run({ readOnly: true, timeout: options.readTimeout ?? 600 }, async (trx) => {
    const { invoices, search, posting } = options
    await mappedColumns({ trx, name: 'invoices', statement: invoices, required: REQUIRED_INVOICE_COLUMNS })
    for (const level of ['client', 'matter', 'invoice'] as const) {
      await mappedColumns({ trx, name: `search.${level}`, statement: search[level], required: SEARCH_COLUMNS[level] })
    }
    if (posting?.receipts) await checkUniqueReference(trx, posting.receipts)
  })
}
