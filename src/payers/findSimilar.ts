import type { Queryable } from '../base/database.ts'
import { type SameReason, sameKeysSql } from './sameKeys.ts'

export type Contact = { name: string; email: string | null; phone: string | null }
export type SimilarPayer = { id: number; name: string | null; email: string; reasons: SameReason[] }

const MOST = 5

const SIMILAR = `with wanted as (
  select w.at, k.reason, k.key from json_to_recordset($1::json) as w(at int, name text, email text, phone text)
  cross join lateral ${sameKeysSql('w')} k)
 select w.at, p.id, p.name, p.email, json_agg(w.reason order by w.reason) as reasons
 from payers p cross join lateral ${sameKeysSql('p')} k join wanted w on w.reason = k.reason and w.key = k.key
 where p.archived_at is null group by w.at, p.id order by w.at, p.id`

/**
 * For each of these contacts the payers, at most five, that look like it: one email in any case, one name and
 * business, or the digits of one phone. Archived records are left out.
 */
export async function findSimilar(db: Queryable, contacts: readonly Contact[]): Promise<SimilarPayer[][]> {
  const { rows } = await db.query<SimilarPayer & { at: number }>({
    name: 'payer-similar',
    text: SIMILAR,
    values: [JSON.stringify(contacts.map((contact, at) => ({ at, ...contact })))],
  })
  const found: SimilarPayer[][] = contacts.map(() => [])
  for (const { at, ...payer } of rows) {
    const similar = found[at] ?? []
    if (similar.length < MOST) similar.push(payer)
  }
  return found
}
