import type { Payload } from 'payload'
import { type AuditOrigin, recordAudit } from '../audit/recordAudit.ts'
import { type Queryable, withTransaction } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import { enqueueMail } from '../mail/enqueueMail.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { createOneTimeToken } from './createOneTimeToken.ts'
import { ANONYMOUS_PER_DAY, nextMailAt } from './nextMailAt.ts'

type Login = { id: number; email: string; payer: number; person: number }

const BY_EMAIL = `select l.id, l.email, p.id as payer, m.id as person from payer_portal_logins l join payer_portal_people m on m.login_id = l.id
 join payers p on p.id = m.payer_id where lower(l.email) = $1 order by p.id limit 1 for update of p`
const BY_PAYER = `select l.id, l.email, p.id as payer, m.id as person from payer_portal_logins l join payer_portal_people m on m.login_id = l.id
 join payers p on p.id = m.payer_id where p.id = $1 and (m.id = $2 or $2::int is null and m.role = 'owner') for update of p`

/** Mails a login a link to set a new password, in the caller's transaction, which holds the payer's lock. */
export async function mailReset(tx: Queryable, { payload, login }: { payload: Payload; login: Login }): Promise<void> {
  const expiresAt = new Date(Date.now() + portalOptions(payload).times.reset * 1000)
  const { id, email, payer, person } = login
  const token = await createOneTimeToken(tx, {
    secret: payload.secret,
    purpose: 'reset',
    payer,
    person,
    login: id,
    email,
    expiresAt,
  })
  await enqueueMail(tx, { kind: 'reset', recipient: email, payer, token })
}

type Asked = { payload: Payload; email: string; origin: AuditOrigin }

/** Mails a reset link to the login of `email`, silently nothing when there is none or inside the cool-down. */
export async function requestReset({ payload, email, origin }: Asked): Promise<void> {
  await withTransaction(payload, async (tx) => {
    const { rows } = await tx.query<Login>({ name: 'login-by-email', text: BY_EMAIL, values: [email] })
    const login = rows[0]
    if (!login) return
    const cooldown = portalOptions(payload).times.mailCooldown
    // Invites that wait for another day must not keep anybody from a new password today.
    const limits = { cooldown, perDay: ANONYMOUS_PER_DAY, within: cooldown }
    if (await nextMailAt(tx, { email: login.email, ...limits })) return
    await mailReset(tx, { payload, login })
    const { payer, id } = login
    await recordAudit(tx, { action: 'password_forgotten', actor: 'nobody', payer, origin, data: { login: id } })
  })
}

/** Mails a reset link to the payer's owner, or to another of its people, for somebody who manages logins, in the caller's transaction. Throws `login_missing`, and `too_many_requests` inside the cool-down. */
export async function resetByStaff(
  tx: Queryable,
  { payload, payer, person = null }: { payload: Payload; payer: number; person?: number | null },
): Promise<void> {
  const { rows } = await tx.query<Login>({ name: 'login-by-payer', text: BY_PAYER, values: [payer, person] })
  const login = rows[0]
  if (!login) throw new PortalError('login_missing')
  const cooldown = portalOptions(payload).times.mailCooldown
  const next = await nextMailAt(tx, { email: login.email, cooldown, within: cooldown })
  if (next)
    throw new PortalError('too_many_requests', {
      data: { retryAfter: Math.ceil((next.getTime() - Date.now()) / 1000) },
    })
  await mailReset(tx, { payload, login })
}
