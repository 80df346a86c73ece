import type { Payload } from 'payload'
import type { Queryable } from '../../base/database.ts'
import { enqueueMail } from '../../mail/enqueueMail.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import { createOneTimeToken } from '../createOneTimeToken.ts'
import { nextMailAt } from '../nextMailAt.ts'
import { revokeTokens } from '../revokeTokens.ts'
import { checkMove } from './checkMove.ts'
import type { Person } from './lockLogin.ts'
import { maskEmail } from './maskEmail.ts'
import type { Scope } from './planMove.ts'

type Args = {
  payload: Payload
  scope: Scope
  /** Who asks, or whose record staff ask for; acts by a login. */
  person: Person
  /** Everybody who would move. */
  moving: Person[]
  /** A normal address. */
  email: string
}

const OVERTAKE = `update payer_portal_email_changes set canceled_at = now() where confirmed_at is null and canceled_at is null
 and (person_id = $1 or (login_id = $2 and scope = 'login' and $3 = 'login')) returning payer_id as payer, person_id as person`
const INSERT = `insert into payer_portal_email_changes (payer_id, person_id, login_id, scope, token_id, old_email, new_email) values ($1, $2, $3, $4, $5, $6, $7)`

async function overtake(tx: Queryable, { scope, person }: Args): Promise<void> {
  const values = [person.id, person.login, scope]
  const { rows } = await tx.query<{ payer: number; person: number | null }>({
    name: 'email-overtake',
    text: OVERTAKE,
    values,
  })
  // Of a person who is gone the link is dead already; without a number it would be everybody's of the payer.
  for (const { payer, person } of rows) if (person !== null) await revokeTokens(tx, { payer, person, purpose: 'email' })
}

/**
 * Asks the new address to confirm and tells the old one, in the caller's transaction, which holds the locks.
 * An earlier change that waits is overtaken. Throws `email_change_open`, `person_exists`.
 */
export async function askEmailChange(tx: Queryable, args: Args): Promise<void> {
  const { payload, scope, person, moving, email } = args
  const { times } = portalOptions(payload)
  await checkMove(tx, { people: moving, email })
  await overtake(tx, args)
  // A refusal would tell that the address was mailed to for somebody else, so the mail waits instead.
  const next = await nextMailAt(tx, { email, cooldown: times.mailCooldown })
  const { id, payer, login } = person
  const expiresAt = new Date((next?.getTime() ?? Date.now()) + times.invite * 1000)
  const token = await createOneTimeToken(tx, {
    secret: payload.secret,
    purpose: 'email',
    payer,
    person: id,
    login,
    email,
    expiresAt,
  })
  await tx.query({ name: 'email-ask', text: INSERT, values: [payer, id, login, scope, token, person.email, email] })
  await enqueueMail(tx, { kind: 'confirm_email', recipient: email, payer, token, ...(next ? { runAt: next } : {}) })
  await enqueueMail(tx, { kind: 'email_asked', recipient: person.email, payer, data: { email: maskEmail(email) } })
}
