import type { Queryable } from '../../base/database.ts'
import { endLoginSessions } from '../endLoginSessions.ts'
import { revokeTokens } from '../revokeTokens.ts'
import { type FoundPerson, findPerson } from './findPerson.ts'
import type { PersonEditor } from './PersonEditor.ts'

const REMOVE = `delete from payer_portal_people where id = $2 and payer_id = $1`
const REMOVE_LOGIN = `delete from payer_portal_logins l where id = $1 and not exists (select 1 from payer_portal_people m where m.login_id = l.id)`

/**
 * Takes a person away from a payer, under the payer's lock in the caller's transaction: open links and mails
 * that wait are dead, every session of the login ends, and a login that acts for nobody is removed. Says who it was. Throws
 * `person_not_found`, `person_is_owner` and `person_is_self`.
 */
export async function removePerson(
  tx: Queryable,
  args: { payer: number; person: number | null; editor: PersonEditor },
): Promise<FoundPerson> {
  const { payer } = args
  const found = await findPerson(tx, args)
  const { id, login } = found
  await revokeTokens(tx, { payer, person: id })
  await tx.query({ name: 'login-remove-person', text: REMOVE, values: [payer, id] })
  if (login === null) return found
  await endLoginSessions(tx, [login])
  await tx.query({ name: 'login-remove-idle', text: REMOVE_LOGIN, values: [login] })
  return found
}
