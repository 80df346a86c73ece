import type { PayloadRequest } from 'payload'
import type { PayerUser } from '../../access/rules/payerOf.ts'
import { recordAudit } from '../audit/recordAudit.ts'
import { withTransaction } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import { enqueueMail } from '../mail/enqueueMail.ts'
import { hashPassword } from './argon2.ts'
import { checkPassword } from './checkPassword.ts'
import { confirmCurrentPassword } from './confirmCurrentPassword.ts'
import { dropOwnChanges } from './emailChange/dropOwnChanges.ts'
import { lockPayersOf } from './secondFactor/factors.ts'

type Args = { payer: PayerUser; currentPassword: string; password: unknown }

const CHANGE = `update payer_portal_logins set password_hash = $3, epoch = epoch + 1, updated_at = now() where id = $1 and password_hash = $2 returning epoch`
const OTHERS = 'delete from payer_portal_sessions where login_id = $1 and id <> $2'
const KEEP = 'update payer_portal_sessions set epoch = $2 where id = $1'

/** Changes the caller's password and ends the other sessions and a change of the email that waits. Throws `password_wrong`, `password_weak` or `too_many_requests`. */
export async function changePassword(req: PayloadRequest, { payer, currentPassword, password }: Args): Promise<void> {
  const { payload } = req
  const { loginId, sessionId } = payer
  const login = await confirmCurrentPassword(req, { payer, currentPassword })
  const fresh = await hashPassword(checkPassword(password, login.email))
  await withTransaction(payload, async (tx) => {
    await lockPayersOf(tx, loginId)
    const changed = await tx.query<{ epoch: number }>({ text: CHANGE, values: [loginId, login.passwordHash, fresh] })
    const epoch = changed.rows[0]?.epoch
    if (epoch === undefined) throw new PortalError('password_wrong')
    await tx.query({ text: OTHERS, values: [loginId, sessionId] })
    await tx.query({ text: KEEP, values: [sessionId, epoch] })
    await dropOwnChanges(tx, { req, login: loginId })
    await enqueueMail(tx, { kind: 'password_changed', recipient: login.email, payer: payer.id })
    await recordAudit(tx, { req, action: 'password_changed', payer: payer.id })
  })
}
