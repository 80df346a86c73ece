import type { Payload } from 'payload'
import { withTransaction } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import { hashPassword } from './argon2.ts'
import { joinLogin } from './joinLogin.ts'
import { revokeTokens } from './revokeTokens.ts'
import { writeOwner } from './writeOwner.ts'

type Args = { payload: Payload; payer: number; password: string }

/**
 * For set-up and samples: gives a payer a login with a password at once, without a mail, and turns
 * login access on. Returns the login's id. No route calls it. Throws `payer_not_found`.
 */
export async function setPassword({ payload, payer, password }: Args): Promise<number> {
  const passwordHash = await hashPassword(password)
  return withTransaction(payload, async (tx) => {
    const { rows } = await tx.query<{ email: string }>({
      text: 'select email from payers where id = $1 for update',
      values: [payer],
    })
    const email = rows[0]?.email
    if (!email) throw new PortalError('payer_not_found')
    await revokeTokens(tx, { payer })
    const person = await writeOwner(tx, { payer, email })
    await tx.query({ text: 'update payer_portal_people set login_id = null where id = $1', values: [person] })
    const joined = await joinLogin(tx, { person, email, passwordHash })
    if (!joined) throw new Error('The login was not written.')
    return joined.loginId
  })
}
