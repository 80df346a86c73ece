import type { PayloadRequest } from 'payload'
import { recordAudit } from '../audit/recordAudit.ts'
import { poolOf, type Queryable } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import { verifyPassword } from './argon2.ts'
import { countGuess } from './countGuess.ts'
import { recordLock } from './recordLock.ts'
import { firstPayerOf } from './secondFactor/factors.ts'

export type ExistingLogin = { id: number; epoch: number; passwordHash: string }

const READ = `select l.id, l.epoch, l.password_hash as "passwordHash" from payer_portal_logins l
 where lower(l.email) = $1 and l.password_hash is not null and exists (select 1 from payer_portal_people m where m.login_id = l.id)`

/** The login that `email` already has and that acts for somebody; null when a password has yet to be chosen. */
export async function existingLogin(db: Queryable, email: string): Promise<ExistingLogin | null> {
  const values = [email.toLowerCase()]
  const { rows } = await db.query<ExistingLogin>({ name: 'login-existing', text: READ, values })
  return rows[0] ?? null
}

type Args = { email: string; password: unknown }

/**
 * The existing login of an invited address, confirmed by its own password; null when there is none. Throws
 * `password_wrong`, `bad_request` or `too_many_requests`.
 */
export async function confirmExisting(req: PayloadRequest, { email, password }: Args): Promise<ExistingLogin | null> {
  const login = await existingLogin(poolOf(req.payload), email)
  if (!login) return null
  if (typeof password !== 'string') throw new PortalError('bad_request', { message: 'password must be a text.' })
  const succeeded = await recordLock(req, {
    login: login.id,
    count: () => countGuess(req, { email: email.toLowerCase(), login }),
  })
  if (!(await verifyPassword(password, login.passwordHash))) {
    const pool = poolOf(req.payload)
    const payer = await firstPayerOf(pool, login.id)
    await recordAudit(pool, { req, action: 'login_failed', actor: 'nobody', payer, data: { login: login.id } })
    throw new PortalError('password_wrong')
  }
  await succeeded()
  return login
}
