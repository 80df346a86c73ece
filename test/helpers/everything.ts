import type { Payload } from 'payload'
import { poolOf } from '../../src/base/database.ts'

/** What every row of every table is now, as one word for each table: equal as long as nothing has changed. */
export async function everything(payload: Payload): Promise<Record<string, string | null>> {
  const tables = await poolOf(payload).query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'graphile_worker') order by 1`,
  )
  const parts = tables.rows.map(
    ({ name }) => `select '${name}' as name, md5(string_agg(t::text, '|' order by t::text)) as word from ${name} t`,
  )
  const { rows } = await poolOf(payload).query<{ name: string; word: string | null }>(parts.join(' union all '))
  return Object.fromEntries(rows.map(({ name, word }) => [name, word]))
}
