import type { Payload } from 'payload'
import { poolOf } from '../base/database.ts'

const EXPIRE = `update payer_portal_people set invite_status = 'expired', updated_at = now() where invite_status in ('queued', 'sent', 'failed')
 and id = (select person_id from payer_portal_tokens where id = $1 and purpose = 'invite' and used_at is null and expires_at <= now())`

/** Marks the invite of an unused link as expired once its time is over. */
export async function expireInvite({ payload, token }: { payload: Payload; token: number }): Promise<void> {
  await poolOf(payload).query(EXPIRE, [token])
}
