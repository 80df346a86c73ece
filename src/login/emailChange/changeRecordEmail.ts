import type { Payload } from 'payload'
import type { Queryable } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { invitePerson } from '../invitePerson.ts'
import { normalEmail } from '../normalEmail.ts'
import { revokeTokens } from '../revokeTokens.ts'
import { askEmailChange } from './askEmailChange.ts'
import { checkMove } from './checkMove.ts'
import { writeEmail } from './writeEmail.ts'

type Args = { payload: Payload; payer: number; email: unknown }
type State = { email: string; person: number | null; login: number | null; personEmail: string; role: string }

const READ = `select p.email, m.id as person, m.login_id as login, lower(m.email) as "personEmail", m.role
 from payers p left join payer_portal_people m on m.payer_id = p.id and m.role = 'owner' where p.id = $1 for update of p`

/**
 * The change that staff ask for on one record: only its owner moves, in the caller's transaction. An invite
 * that nobody accepted goes to the new address at once (`invited`); a login keeps its address until the new
 * one is confirmed by a mailed link (`confirming`). Throws `bad_request`, `payer_not_found`,
 * `login_access_off`, `person_exists`, `email_change_open` or `too_many_requests`.
 */
export async function changeRecordEmail(
  tx: Queryable,
  { payload, payer, email }: Args,
): Promise<'invited' | 'confirming'> {
  const address = normalEmail(email)
  if (!address) throw new PortalError('bad_request', { message: 'email must be one email address.' })
  const { rows } = await tx.query<State>({ name: 'email-record', text: READ, values: [payer] })
  const state = rows[0]
  if (!state) throw new PortalError('payer_not_found')
  const { person, login } = state
  if (person === null) throw new PortalError('login_access_off')
  if (state.email.toLowerCase() === address)
    throw new PortalError('bad_request', { message: 'This is the present email.' })
  if (login === null) {
    await checkMove(tx, { people: [{ id: person, payer }], email: address })
    await revokeTokens(tx, { payer, person })
    await writeEmail(tx, { people: [person], email: address })
    await invitePerson(tx, { payload, person, insideCooldown: 'wait' })
    return 'invited'
  }
  const owner = { id: person, payer, login, email: state.personEmail, role: state.role }
  await askEmailChange(tx, { payload, scope: 'record', person: owner, moving: [owner], email: address })
  return 'confirming'
}
