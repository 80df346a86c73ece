import type { Queryable } from '../base/database.ts'
import type { TokenPurpose } from './oneTimeToken.ts'

const MAILS = `delete from payer_portal_mails where status <> 'sent' and token_id in
 (select id from payer_portal_tokens where payer_id = $1 and used_at is null and ($2::text is null or purpose = $2))`
// Without its seed a token cannot be derived again.
const TOKENS = `update payer_portal_tokens set used_at = now(), seed = '' where payer_id = $1 and used_at is null and ($2::text is null or purpose = $2)`

/** Ends a payer's open links, of one purpose or of all, together with the mails that still wait to carry them. */
export async function revokeTokens(
  tx: Queryable,
  { payer, purpose }: { payer: number; purpose?: TokenPurpose },
): Promise<void> {
  await tx.query({ name: 'login-revoke-mails', text: MAILS, values: [payer, purpose ?? null] })
  await tx.query({ name: 'login-revoke-tokens', text: TOKENS, values: [payer, purpose ?? null] })
}
