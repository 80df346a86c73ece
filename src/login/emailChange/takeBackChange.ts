import type { Queryable } from '../../base/database.ts'
import { revokeTokens } from '../revokeTokens.ts'

const CANCEL = `update payer_portal_email_changes set canceled_at = now() where id = $1 and confirmed_at is null and canceled_at is null`

/** Takes a change back that waits for its confirmation; the link mailed for it is dead. Whoever confirms at this moment holds the lock of `payer`. */
export async function takeBackChange(
  tx: Queryable,
  { id, payer, person }: { id: number; payer: number; person: number },
): Promise<void> {
  await revokeTokens(tx, { payer, person, purpose: 'email' })
  await tx.query({ name: 'email-cancel', text: CANCEL, values: [id] })
}
