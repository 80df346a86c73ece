import type { BillingSource, SourceSearchRow } from '../../BillingSource.ts'
import { SEARCH_LEVELS } from '../searchColumns.ts'
import type { OpenDatabase } from './openDatabase.ts'
import type { SqlSourceOptions } from './SqlSourceOptions.ts'
import { searchSql } from './selectSql.ts'

/** Live search over the mapped SELECTs. Rows come ordered by their columns, so that pages do not overlap. */
export function createSqlSearch({
  options,
  reading,
}: {
  options: SqlSourceOptions
  reading: OpenDatabase
}): BillingSource['search'] {
  const { dialect } = reading
  return (query) =>
    reading.run({ readOnly: true, timeout: options.callTimeout ?? 10 }, async (trx) => {
      const level = SEARCH_LEVELS[query.by]
      const fold = await dialect.folding(trx)
      const { text, values } = searchSql(dialect, { query, statement: options.search[level], fold })
      const rows = dialect.rows(await trx.raw(text, values)) as Omit<SourceSearchRow, 'level'>[]
      return {
        rows: rows.slice(0, query.limit).map((row) => ({ level, ...row })),
        hasNextPage: rows.length > query.limit,
      }
    })
}
