import type { Queryable } from '../base/database.ts'

// Columns and tables that the host added to payers are blanked with ours.
const COLUMNS = `select string_agg(case when is_nullable = 'YES' then format('%I = null', column_name) else format('%I = %L', column_name, '') end, ', ') as blank
 from information_schema.columns where table_schema = current_schema() and table_name = 'payers'
 and data_type in ('character varying', 'text', 'json', 'jsonb') and column_name not in ('email', 'name')
 and (is_nullable = 'YES' or data_type in ('character varying', 'text'))`
const CHILDREN = `select format('delete from %s where %I = $1', c.conrelid::regclass, a.attname) as clear
 from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
 where c.contype = 'f' and c.confrelid = 'payers'::regclass and t.relname like 'payers\\_%'`

/** Blanks every text of a payer's record and its lists, and notes when: what is left is a number. */
export async function blankPayerRow(tx: Queryable, payer: number): Promise<void> {
  const columns = await tx.query<{ blank: string | null }>({ name: 'erase-columns', text: COLUMNS })
  const children = await tx.query<{ clear: string }>({ name: 'erase-children', text: CHILDREN })
  for (const { clear } of children.rows) await tx.query({ text: clear, values: [payer] })
  const blank = columns.rows[0]?.blank
  await tx.query({
    text: `update payers set ${blank ? `${blank}, ` : ''}email = 'erased-' || $1::int || '@erased.invalid', name = 'Erased payer ' || $1::int, erased_at = now(), updated_at = now() where id = $1::int`,
    values: [payer],
  })
}
