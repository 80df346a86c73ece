import type { PayloadRequest } from 'payload'
import { recordAudit } from '../audit/recordAudit.ts'
import { poolOf, withTransaction } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import { enqueueMail } from '../mail/enqueueMail.ts'
import { consumeToken, findToken } from './acceptToken.ts'
import { movePayerEmail } from './changeEmail.ts'
import { countByNetwork } from './countByNetwork.ts'
import { revokeTokens } from './revokeTokens.ts'

const LOGIN = 'select email from payer_portal_logins where id = $1 for update'
// A login that acts for further payers keeps its address: nobody confirmed anything for those.
const MOVE = `update payer_portal_logins set email = $2, epoch = epoch + 1, updated_at = now() where id = $1
 and not exists (select 1 from payer_portal_logins o where lower(o.email) = $2 and o.id <> $1)
 and not exists (select 1 from payer_portal_people m where m.login_id = payer_portal_logins.id and m.payer_id <> $3) returning id`

/** Moves a login to the address that its mailed link confirms, ends its sessions and tells the old address. Throws `token_invalid`. */
export async function confirmEmail(req: PayloadRequest, token: unknown): Promise<void> {
  const { payload } = req
  await countByNetwork(req, 'token')
  const link = await findToken(poolOf(payload), { token, purpose: 'email' })
  await withTransaction(payload, async (tx) => {
    await consumeToken(tx, link)
    const before = await tx.query<{ email: string }>({ text: LOGIN, values: [link.login] })
    const old = before.rows[0]?.email
    const moved = await tx.query({ text: MOVE, values: [link.login, link.email, link.payer] })
    if (!old || moved.rows.length === 0) throw new PortalError('token_invalid')
    await tx.query({
      name: 'login-end-sessions',
      text: 'delete from payer_portal_sessions where login_id = $1',
      values: [link.login],
    })
    await revokeTokens(tx, { payer: link.payer })
    await movePayerEmail(tx, { payer: link.payer, email: link.email })
    await enqueueMail(tx, { kind: 'email_changed', recipient: old, payer: link.payer })
    await recordAudit(tx, {
      req,
      action: 'email_changed',
      payer: link.payer,
      actor: { collection: 'payers', id: link.payer, person: link.person },
    })
  })
}
