import type { Payload } from 'payload'
import type { Queryable } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { invitePerson } from '../invitePerson.ts'
import type { NewPerson } from './parsePerson.ts'

const MAX_PEOPLE = 50

const STATE = `select (select count(*)::int from payer_portal_people where payer_id = $1) as people,
 exists (select 1 from payer_portal_people where payer_id = $1 and lower(email) = $2)
  or exists (select 1 from payers where id = $1 and lower(email) = $2) as known,
 exists (select 1 from payer_portal_people where payer_id = $1 and role = 'owner') as access`
const INSERT = `insert into payer_portal_people (payer_id, email, name, role) values ($1, $2, $3, $4) returning id`

type State = { people: number; known: boolean; access: boolean }
type Args = { payload: Payload; payer: number; person: NewPerson }

/**
 * Adds a person to a payer, under the payer's lock in the caller's transaction, and invites the person where
 * login access is on; where it is off the invite goes out when it is switched on. The invite to somebody who
 * has a login already lets that login act for this payer too, once it is accepted. Returns the person's id.
 * Throws `person_exists` and `people_limit`.
 */
export async function addPerson(tx: Queryable, { payload, payer, person }: Args): Promise<number> {
  const { rows } = await tx.query<State>({ name: 'login-people-state', text: STATE, values: [payer, person.email] })
  const { people = 0, known = false, access = false } = rows[0] ?? {}
  if (known) throw new PortalError('person_exists')
  if (people >= MAX_PEOPLE) throw new PortalError('people_limit')
  const values = [payer, person.email, person.name, person.role]
  const added = await tx.query<{ id: number }>({ name: 'login-add-person', text: INSERT, values })
  const id = added.rows[0]?.id
  if (id === undefined) throw new Error('The person was not written.')
  if (access) await invitePerson(tx, { payload, person: id, insideCooldown: 'wait' })
  return id
}
