import type { Endpoint } from 'payload'
import { confirmCurrentPassword } from '../../login/confirmCurrentPassword.ts'
import { forPayer } from '../../login/people/listPeople.ts'
import { textField } from '../payerAuth/textField.ts'
import { requirePayer, requireStaff, routeId } from '../request/callers.ts'
import { CLEAR_FACTOR, PERSON_ACTIONS } from './personActions.ts'
import { type PeopleDoor, peopleEndpoint, personEndpoint } from './personEndpoint.ts'

const STAFF: PeopleDoor = {
  root: '/:id/people',
  enter: (req) => {
    requireStaff(req, req.method === 'GET' ? undefined : 'login.manage')
    return { payer: routeId(req), editor: { kind: 'staff' } }
  },
  prove: () => Promise.resolve(),
  show: (person) => person,
}

const PAYER: PeopleDoor = {
  root: '/portal/people',
  enter: (req) => {
    const { id, personId, role, sessionId } = requirePayer(req, 'manage')
    return { payer: id, editor: { kind: 'person', person: personId, role, session: sessionId } }
  },
  // A session that somebody else got hold of must not become a login of its own.
  prove: async (req, body) => {
    const payer = requirePayer(req, 'manage')
    await confirmCurrentPassword(req, { payer, currentPassword: textField(body, 'currentPassword') })
  },
  show: (person, editor) => forPayer(person, editor.kind === 'person' ? editor.person : 0),
}

const through = (door: PeopleDoor): Endpoint[] => [
  peopleEndpoint(door),
  ...PERSON_ACTIONS.map((action) => personEndpoint(door, action)),
]

/** `/api/payers/:id/people`: the people of a payer, for staff. */
export const staffPeopleEndpoints: Endpoint[] = [...through(STAFF), personEndpoint(STAFF, CLEAR_FACTOR)]

/** `/api/portal/people`: the same for those of them who manage the payer. */
export const portalPeopleEndpoints: Endpoint[] = through(PAYER)
