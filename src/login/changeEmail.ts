import type { Payload } from 'payload'
import type { Queryable } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import { enqueueMail } from '../mail/enqueueMail.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { createOneTimeToken } from './createOneTimeToken.ts'
import { invitePerson } from './invitePerson.ts'
import { nextMailAt } from './nextMailAt.ts'
import { normalEmail } from './normalEmail.ts'
import { refuseKnownPerson } from './refuseKnownPerson.ts'
import { revokeTokens } from './revokeTokens.ts'

type Args = { payload: Payload; payer: number; email: unknown }
type State = { email: string; person: number | null; login: number | null; taken: boolean; shared: boolean }

const READ = `select p.email, m.id as person, m.login_id as login,
 exists (select 1 from payer_portal_logins o where lower(o.email) = $2 and o.id is distinct from m.login_id) as taken,
 exists (select 1 from payer_portal_people s where s.login_id = m.login_id and s.payer_id <> $1) as shared
 from payers p left join payer_portal_people m on m.payer_id = p.id and m.role = 'owner' where p.id = $1 for update of p`
// A record without a name is called by its email.
const MOVE_OWNER = `update payer_portal_people set email = $2, bounce_reason = null, bounced_at = null, updated_at = now() where payer_id = $1 and role = 'owner'`
const MOVE = `update payers set name = case when lower(name) = lower(email) then $2 else name end, email = $2, updated_at = now() where id = $1`

/** Puts the new address on the record and its owner, and on the record's name where the email is the name. */
export async function movePayerEmail(tx: Queryable, { payer, email }: { payer: number; email: string }): Promise<void> {
  await refuseKnownPerson(tx, { payer, email })
  await tx.query({ name: 'login-move-owner', text: MOVE_OWNER, values: [payer, email] })
  await tx.query({ name: 'login-move-email', text: MOVE, values: [payer, email] })
}

async function askNewAddress(
  tx: Queryable,
  {
    payload,
    payer,
    person,
    email,
    login,
  }: { payload: Payload; payer: number; person: number; email: string; login: number },
) {
  const { times } = portalOptions(payload)
  if (await nextMailAt(tx, { email, cooldown: times.mailCooldown })) throw new PortalError('too_many_requests')
  const expiresAt = new Date(Date.now() + times.invite * 1000)
  const token = await createOneTimeToken(tx, {
    secret: payload.secret,
    purpose: 'email',
    payer,
    person,
    login,
    email,
    expiresAt,
  })
  await enqueueMail(tx, { kind: 'confirm_email', recipient: email, payer, token })
}

/**
 * The safe change of a login's email, in the caller's transaction. An invite that nobody accepted
 * goes to the new address at once (`invited`); a login keeps its address until the new one is
 * confirmed by a mailed link (`confirming`). Throws `bad_request`, `payer_not_found`,
 * `login_access_off`, `login_shared`, `email_taken`, `person_exists` or `too_many_requests`.
 */
export async function changeEmail(tx: Queryable, { payload, payer, email }: Args): Promise<'invited' | 'confirming'> {
  const address = normalEmail(email)
  if (!address) throw new PortalError('bad_request', { message: 'email must be one email address.' })
  const { rows } = await tx.query<State>({ name: 'login-change-email', text: READ, values: [payer, address] })
  const state = rows[0]
  if (!state) throw new PortalError('payer_not_found')
  if (state.person === null) throw new PortalError('login_access_off')
  if (state.email.toLowerCase() === address)
    throw new PortalError('bad_request', { message: 'This is the present email.' })
  if (state.login === null) {
    await revokeTokens(tx, { payer })
    await movePayerEmail(tx, { payer, email: address })
    await invitePerson(tx, { payload, person: state.person, insideCooldown: 'wait' })
    return 'invited'
  }
  await refuseKnownPerson(tx, { payer, email: address })
  if (state.shared) throw new PortalError('login_shared')
  if (state.taken) throw new PortalError('email_taken')
  await askNewAddress(tx, { payload, payer, person: state.person, email: address, login: state.login })
  return 'confirming'
}
