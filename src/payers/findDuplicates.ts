import type { Queryable } from '../base/database.ts'
import { type SameReason, sameKeysSql } from './sameKeys.ts'

export type DuplicatePayer = { id: number; name: string | null; email: string; phone: string | null }
export type DuplicateGroup = { reasons: SameReason[]; payers: DuplicatePayer[] }

const MAX_GROUPS = 200

const KEYS = `select p.id, p.name, p.email, p.phone, k.reason, k.key from payers p cross join lateral ${sameKeysSql('p')} k
 where p.archived_at is null`

const GROUPS = `with keyed as (${KEYS}),
 own as (select reason, key from keyed where id = $1::int),
 several as (select k.reason, k.key from keyed k where $1::int is null or (k.reason, k.key) in (select reason, key from own)
  group by k.reason, k.key having count(*) > 1 order by min(k.id) limit ${MAX_GROUPS})
 select s.reason, json_agg(json_build_object('id', k.id, 'name', k.name, 'email', k.email, 'phone', k.phone) order by k.id) as payers
 from several s join keyed k on k.reason = s.reason and k.key = s.key group by s.reason, s.key order by min(k.id), s.reason`

/**
 * Records that look like one and the same payer: one email in any case, one name and business, or the digits
 * of one phone. At most 200 groups; with `payer` those that it is in. Archived records are left out.
 */
export async function findDuplicates(db: Queryable, { payer }: { payer?: number } = {}): Promise<DuplicateGroup[]> {
  const { rows } = await db.query<{ reason: SameReason; payers: DuplicatePayer[] }>({
    name: 'payer-duplicates',
    text: GROUPS,
    values: [payer ?? null],
  })
  const groups = new Map<string, DuplicateGroup>()
  for (const { reason, payers } of rows) {
    const key = payers.map(({ id }) => id).join(',')
    const group = groups.get(key) ?? { reasons: [], payers }
    groups.set(key, { ...group, reasons: [...group.reasons, reason] })
  }
  return [...groups.values()]
}
