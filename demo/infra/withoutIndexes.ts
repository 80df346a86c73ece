import type { QueryResult, QueryResultRow } from 'pg'

type Database = { query<Row extends QueryResultRow>(text: string, values?: unknown[]): Promise<QueryResult<Row>> }

const INDEXES = `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
  where indrelid = $1::regclass and not exists (select from pg_constraint c where c.conindid = indexrelid)`

/** Fills a table without its indexes, and makes them then: much quicker for very many rows. For tests and benchmarks. */
export async function withoutIndexes(database: Database, table: string, fill: () => Promise<unknown>): Promise<void> {
  const { rows } = await database.query<{ name: string; definition: string }>(INDEXES, [table])
  for (const { name } of rows) await database.query(`drop index ${name}`)
  await fill()
  for (const { definition } of rows) await database.query(definition)
}
