import type { Knex } from 'knex'
import type { BillingSource, SourceSearch, SourceSearchRow } from '../../BillingSource.ts'
import { SEARCH_COLUMNS, SEARCH_LEVELS } from '../searchColumns.ts'
import type { OpenDatabase } from './openDatabase.ts'
import type { SqlSourceOptions } from './SqlSourceOptions.ts'
import { literalSql } from './sqlText.ts'

/** Folds case in every script and composed with decomposed accents, as far as this server can. */
async function foldingOf(trx: Knex.Transaction): Promise<(sql: string) => string> {
  const { rows } = (await trx.raw(`select current_setting('server_encoding') = 'UTF8' as is_utf8,
    current_setting('server_version_num')::int >= 130000 as normalizes,
    exists (select from pg_collation where collname = 'und-x-icu') as has_icu`)) as {
    rows: { is_utf8: boolean; normalizes: boolean; has_icu: boolean }[]
  }
  const { is_utf8: isUtf8, normalizes, has_icu: hasIcu } = rows[0] ?? {}
  return (sql) => {
    const normal = isUtf8 && normalizes ? `normalize(${sql}, NFC)` : sql
    return `lower(${normal}${isUtf8 && hasIcu ? ' collate "und-x-icu"' : ''})`
  }
}

function searchSql(query: SourceSearch, { statement, fold }: { statement: string; fold: (sql: string) => string }) {
  const columns = SEARCH_COLUMNS[SEARCH_LEVELS[query.by]]
  const wanted = Object.entries({ ...query.filters, [query.by]: query.q }).filter(([, text]) => text)
  // The typed text is only ever a bound value inside position(): no character of it is a pattern.
  const parts = wanted.map(([field]) => `position(${fold('?::text')} in ${fold(`t."${field}"::text`)}) > 0`)
  if (query.filters[query.by]) parts.push(`position(${fold('?::text')} in ${fold(`t."${query.by}"::text`)}) > 0`)
  const order = columns.map((column) => `t."${column}"::text collate "C"`).join(', ')
  const list = columns.map((column) => `t."${column}"::text as "${column}"`).join(', ')
  return {
    text: `select ${list} from (${literalSql(statement)}) t where ${parts.join(' and ')} order by ${order} limit ? offset ?`,
    values: [
      ...wanted.map(([, text]) => text ?? ''),
      ...(query.filters[query.by] ? [query.filters[query.by] ?? ''] : []),
      query.limit + 1,
      query.offset,
    ],
  }
}

/** Live search over the mapped SELECTs. Rows come ordered by their columns, so that pages do not overlap. */
export function createSqlSearch({
  options,
  reading,
}: {
  options: SqlSourceOptions
  reading: OpenDatabase
}): BillingSource['search'] {
  return (query) =>
    reading.run({ readOnly: true, timeout: options.callTimeout ?? 10 }, async (trx) => {
      const level = SEARCH_LEVELS[query.by]
      const { text, values } = searchSql(query, { statement: options.search[level], fold: await foldingOf(trx) })
      const { rows } = (await trx.raw(text, values)) as { rows: Omit<SourceSearchRow, 'level'>[] }
      return {
        rows: rows.slice(0, query.limit).map((row) => ({ level, ...row })),
        hasNextPage: rows.length > query.limit,
      }
    })
}
