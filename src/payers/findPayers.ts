import type { Queryable } from '../base/database.ts'
import { foldedSql } from '../base/foldedSql.ts'

export type FoundPayer = { id: number; name: string | null; email: string; businessName: string | null }

const MOST = 8

const FIND = `select p.id, p.name, p.email, p.business_name as "businessName" from payers p
 where p.archived_at is null and ($2::int is null or p.id <> $2)
 and position(${foldedSql('$1::text')} in ${foldedSql(`concat_ws(' ', p.name, p.email, p.business_name)`)}) > 0
 order by lower(p.name), p.id limit ${MOST}`

/** The first payers by name whose name, email or business has `q`, in any case and with or without accents; not the archived ones, nor `except`. */
export async function findPayers(
  db: Queryable,
  { q, except }: { q: string; except: number | null },
): Promise<FoundPayer[]> {
  return (await db.query<FoundPayer>({ name: 'payers-find', text: FIND, values: [q, except] })).rows
}
