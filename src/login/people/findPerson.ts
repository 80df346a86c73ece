import type { PersonRole } from '../../../access/rules/payerOf.ts'
import type { Queryable } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import type { PersonEditor } from './PersonEditor.ts'

export type FoundPerson = { id: number; email: string; role: PersonRole; login: number | null }

type Args = { payer: number; person: number | null; editor: PersonEditor }

const FIND = `select id, email, role, login_id as login from payer_portal_people where id = $2 and payer_id = $1`

/**
 * A further person of this payer, for a change of the access of that person. Another payer's answers like
 * one that does not exist. Throws `person_not_found`, `person_is_owner`, and `person_is_self` for the
 * caller's own row.
 */
export async function findPerson(tx: Queryable, { payer, person, editor }: Args): Promise<FoundPerson> {
  const { rows } =
    person === null
      ? { rows: [] }
      : await tx.query<FoundPerson>({ name: 'login-find-person', text: FIND, values: [payer, person] })
  const found = rows[0]
  if (!found) throw new PortalError('person_not_found')
  if (found.role === 'owner') throw new PortalError('person_is_owner')
  if (editor.kind === 'person' && editor.person === found.id) throw new PortalError('person_is_self')
  return found
}
