import type { Queryable } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { enqueueMail } from '../../mail/enqueueMail.ts'
import { endLoginSessions } from '../endLoginSessions.ts'
import { forgetRecoveryCodes } from './recoveryCodes.ts'

const LOGIN = `select l.id, l.email from payer_portal_people m join payer_portal_logins l on l.id = m.login_id
 where m.payer_id = $1 and (m.id = $2 or $2::int is null and m.role = 'owner')`
const FACTORS = 'delete from payer_portal_factors where login_id = $1 returning id'

type Args = {
  payer: number
  /** @default the owner */
  person?: number
}

/**
 * Takes every factor and recovery code off the login of a payer's person, in the caller's transaction that has
 * locked the payer: sessions end, a notice is mailed. Throws `login_missing`, and `factor_not_found` when there is none.
 */
export async function clearSecondFactor(tx: Queryable, { payer, person }: Args): Promise<void> {
  const values = [payer, person ?? null]
  const { rows } = await tx.query<{ id: number; email: string }>({ name: 'factor-login-of', text: LOGIN, values })
  const login = rows[0]
  if (!login) throw new PortalError('login_missing')
  await endLoginSessions(tx, [login.id])
  const cleared = await tx.query({ name: 'factor-clear', text: FACTORS, values: [login.id] })
  if (cleared.rows.length === 0) throw new PortalError('factor_not_found')
  await forgetRecoveryCodes(tx, login.id)
  await enqueueMail(tx, { kind: 'second_factor_changed', recipient: login.email, payer, data: { change: 'cleared' } })
}

const KINDS = `select distinct f.kind from payer_portal_people m join payer_portal_factors f on f.login_id = m.login_id and f.confirmed_at is not null
 where m.payer_id = $1 and m.role = 'owner' order by f.kind`

/** Which kinds of second factor the login of a payer's owner has. */
export async function factorKindsOf(db: Queryable, payer: number): Promise<string[]> {
  return (await db.query<{ kind: string }>({ name: 'factor-kinds', text: KINDS, values: [payer] })).rows.map(
    ({ kind }) => kind,
  )
}
