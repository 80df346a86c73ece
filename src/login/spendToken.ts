import type { Queryable } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'

// Exactly one of several parallel uses finds the link unused.
const SPEND = `update payer_portal_tokens set used_at = now(), seed = '' where id = $1 and used_at is null and expires_at > now() returning id`

/** Uses a mailed link up. Throws `token_invalid` when it was used, or is over. */
export async function spendToken(tx: Queryable, id: number): Promise<void> {
  const { rows } = await tx.query({ name: 'login-use-token', text: SPEND, values: [id] })
  if (rows.length === 0) throw new PortalError('token_invalid')
}
