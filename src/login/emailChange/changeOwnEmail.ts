import type { PayloadRequest } from 'payload'
import type { PayerUser } from '../../../access/rules/payerOf.ts'
import { recordAudit } from '../../audit/recordAudit.ts'
import { withTransaction } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { confirmCurrentPassword } from '../confirmCurrentPassword.ts'
import { countAttempt } from '../loginLimits.ts'
import { normalEmail } from '../normalEmail.ts'
import { askEmailChange } from './askEmailChange.ts'
import { lockLogin } from './lockLogin.ts'

type Args = { payer: PayerUser; email: unknown; currentPassword: string }

const HASH = 'select password_hash as hash from payer_portal_logins where id = $1'

/**
 * The change that a payer asks for: everything that the login acts for moves, once the new address has
 * confirmed. Throws `bad_request`, `password_wrong`, `person_exists`, `email_change_open` or `too_many_requests`.
 */
export async function changeOwnEmail(req: PayloadRequest, args: Args): Promise<void> {
  const { payload } = req
  const { payer } = args
  const email = normalEmail(args.email)
  if (!email) throw new PortalError('bad_request', { message: 'email must be one email address.' })
  await countAttempt(payload, 'changeEmail', [payer.loginId])
  const { passwordHash } = await confirmCurrentPassword(req, args)
  await withTransaction(payload, async (tx) => {
    const { logins, people } = await lockLogin(tx, { login: payer.loginId, payers: [], email })
    const now = await tx.query<{ hash: string | null }>({ text: HASH, values: [payer.loginId] })
    const moving = people.filter(({ login }) => login === payer.loginId)
    const person = moving.find(({ id }) => id === payer.personId)
    // The password, or the person's access, ended while the hash was computed.
    if (now.rows[0]?.hash !== passwordHash || !person) throw new PortalError('login_required')
    if (logins.some((login) => login.id === payer.loginId && login.email === email))
      throw new PortalError('bad_request', { message: 'This is the present email.' })
    await askEmailChange(tx, { payload, scope: 'login', person, moving, email })
    await recordAudit(tx, { req, action: 'email_change_asked', payer: payer.id })
  })
}
