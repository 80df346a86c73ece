import type { Queryable } from '../base/database.ts'
import type { TokenPurpose } from './oneTimeToken.ts'

const OPEN = `payer_id = $1 and used_at is null and ($2::int is null or person_id = $2) and (purpose = $3 or ($3::text is null and purpose <> 'undo_email'))`
const MAILS = `delete from payer_portal_mails where status <> 'sent' and token_id in (select id from payer_portal_tokens where ${OPEN})`
// Without its seed a token cannot be derived again.
const TOKENS = `update payer_portal_tokens set used_at = now(), seed = '' where ${OPEN}`

type Args = { payer: number; person?: number | undefined; purpose?: TokenPurpose | undefined }

/**
 * Ends the open links of a payer, or of one person, of one purpose or of all, together with the mails that
 * still wait to carry them. A link that undoes a change of the email ends only when it is named: whoever
 * took a login over must not be able to take the way back away.
 */
export async function revokeTokens(tx: Queryable, { payer, person, purpose }: Args): Promise<void> {
  const values = [payer, person ?? null, purpose ?? null]
  await tx.query({ name: 'login-revoke-mails', text: MAILS, values })
  await tx.query({ name: 'login-revoke-tokens', text: TOKENS, values })
}
