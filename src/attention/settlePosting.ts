import type { Queryable } from '../base/database.ts'
import { RESOLVED } from './resolveAttention.ts'

const SETTLE = `update payer_portal_alerts a set ${RESOLVED} where a.dedupe_key = 'posting:' || $1::int and a.is_there
  and exists (select from payer_portal_postings p where p.id = $1::int and p.status in ('posted', 'removed'))`

/** Settles the item of a posting as soon as that is written, or taken out: one prepared statement. */
export async function settlePosting(db: Queryable, posting: number): Promise<void> {
  await db.query({ name: 'attention-settle-posting', text: SETTLE, values: [posting] })
}
