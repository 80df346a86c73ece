import type { Queryable } from '../base/database.ts'
import { type Attention, attentionKey } from './raiseAttention.ts'

/** What becomes of items `a` whose cause is gone. Who had settled one before stays written down. */
export const RESOLVED = `is_there = false, state = 'done', updated_at = now(),
    resolved_at = case when a.state = 'done' then a.resolved_at else now() end`

const RESOLVE = `update payer_portal_alerts a set ${RESOLVED} where a.dedupe_key = $1 and a.is_there`

/** Says that the cause of an item is gone: it settles itself, in the caller's transaction. Nothing when there is no such item. */
export async function resolveAttention(tx: Queryable, item: Pick<Attention, 'kind' | 'subject'>): Promise<void> {
  await tx.query({ name: 'attention-resolve', text: RESOLVE, values: [attentionKey(item)] })
}
