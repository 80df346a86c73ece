import type { Payload, PayloadRequest } from 'payload'
import type { PayerUser } from '../../access/rules/payerOf.ts'
import { recordAudit } from '../audit/recordAudit.ts'
import { poolOf } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import { verifyPassword } from './argon2.ts'
import { countAttempt, forgetAttempts } from './loginLimits.ts'
import { recordLock } from './recordLock.ts'

export type ConfirmedLogin = { loginId: number; email: string; passwordHash: string; epoch: number }

type Args = { payer: PayerUser; currentPassword: string }

const READ =
  'select id as "loginId", email, password_hash as "passwordHash", epoch from payer_portal_logins where id = $1'

async function count(payload: Payload, loginId: number): Promise<void> {
  await countAttempt(payload, 'changePassword', [loginId])
  await countAttempt(payload, 'changePasswordDay', [loginId])
}

/**
 * The caller's login, after its password was given once more; a wrong one is written down, and so is the lock-out after
 * too many. Throws `password_wrong` or `too_many_requests`.
 */
export async function confirmCurrentPassword(
  req: PayloadRequest,
  { payer, currentPassword }: Args,
): Promise<ConfirmedLogin> {
  const { payload } = req
  const { loginId } = payer
  await recordLock(req, { login: loginId, count: () => count(payload, loginId) })
  const { rows } = await poolOf(payload).query<ConfirmedLogin>({
    name: 'login-confirm-password',
    text: READ,
    values: [loginId],
  })
  const login = rows[0]
  const fits = await verifyPassword(currentPassword, login?.passwordHash)
  if (!login || !fits) {
    await recordAudit(poolOf(payload), { req, action: 'password_refused', payer: payer.id, data: { login: loginId } })
    throw new PortalError('password_wrong')
  }
  await forgetAttempts(payload, 'changePassword', [loginId])
  await forgetAttempts(payload, 'changePasswordDay', [loginId])
  return login
}
