import type { Endpoint, Payload } from 'payload'
import type { AuditKind } from '../../audit/auditKinds.ts'
import type { Queryable } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { invitePerson } from '../../login/invitePerson.ts'
import { addPerson } from '../../login/people/addPerson.ts'
import { changePerson } from '../../login/people/changePerson.ts'
import { findPerson } from '../../login/people/findPerson.ts'
import type { PersonEditor } from '../../login/people/PersonEditor.ts'
import { parseNewPerson, parsePersonChange } from '../../login/people/parsePerson.ts'
import { removePerson } from '../../login/people/removePerson.ts'
import { resetByStaff } from '../../login/requestReset.ts'
import { clearSecondFactor } from '../../login/secondFactor/staffFactors.ts'

type WorkArgs = {
  payload: Payload
  payer: number
  /** The person that the path names; null where it names none that can be. */
  person: number | null
  editor: PersonEditor
  body: Record<string, unknown>
}

/** What was done: the person it was done to, the words for the log and the words for the caller. */
export type Done = { person: number; message: string; data?: Record<string, unknown> }

export type PersonAction = Pick<Endpoint, 'method'> & {
  /** Below the list of people: `/:person/invite`. */
  path: string
  /** What the audit log calls it. */
  action: Extract<AuditKind, `person_${string}`>
  /** Does it send a link? Then the limits of mails count it. */
  mails: boolean
  /** Does it let somebody new in? Then one of the people gives the own password again. */
  letsIn?: boolean
  work: (tx: Queryable, args: WorkArgs) => Promise<Done>
}

const add: PersonAction = {
  path: '',
  method: 'post',
  action: 'person_added',
  mails: true,
  letsIn: true,
  work: async (tx, { payload, payer, body }) => {
    const person = parseNewPerson(body)
    const id = await addPerson(tx, { payload, payer, person })
    return { person: id, message: 'The person was added.', data: { role: person.role } }
  },
}

const change: PersonAction = {
  path: '/:person',
  method: 'patch',
  action: 'person_changed',
  mails: false,
  work: async (tx, { payer, person, editor, body }) => {
    const wanted = parsePersonChange(body)
    const { role } = await changePerson(tx, { payer, person, editor, change: wanted })
    const roles = wanted.role ? { before: { role }, after: { role: wanted.role } } : {}
    return { person: Number(person), message: 'The change was saved.', data: { fields: Object.keys(wanted), ...roles } }
  },
}

const remove: PersonAction = {
  path: '/:person',
  method: 'delete',
  action: 'person_removed',
  mails: false,
  work: async (tx, { payer, person, editor }) => {
    const { id, email, role } = await removePerson(tx, { payer, person, editor })
    const message = 'The person was removed and logged out everywhere.'
    return { person: id, message, data: { before: { email, role } } }
  },
}

const invite: PersonAction = {
  path: '/:person/invite',
  method: 'post',
  action: 'person_invited',
  mails: true,
  work: async (tx, { payload, payer, person, editor }) => {
    const { id } = await findPerson(tx, { payer, person, editor })
    await invitePerson(tx, { payload, person: id, insideCooldown: 'refuse' })
    return { person: id, message: 'The welcome mail is on its way.' }
  },
}

const reset: PersonAction = {
  path: '/:person/reset-password',
  method: 'post',
  action: 'person_reset',
  mails: true,
  work: async (tx, { payload, payer, person, editor }) => {
    const { id, login } = await findPerson(tx, { payer, person, editor })
    if (login === null) throw new PortalError('login_missing')
    await resetByStaff(tx, { payload, payer, person: id })
    return { person: id, message: 'The mail to set a new password is on its way.' }
  },
}

/** Staff alone: the login may act for other payers too. */
export const CLEAR_FACTOR: PersonAction = {
  path: '/:person/second-factor',
  method: 'delete',
  action: 'person_factor_cleared',
  mails: false,
  work: async (tx, { payer, person, editor }) => {
    const { id } = await findPerson(tx, { payer, person, editor })
    await clearSecondFactor(tx, { payer, person: id })
    return { person: id, message: 'Two-step login was reset.' }
  },
}

/** What staff, and those who manage a payer, do about its further people. */
export const PERSON_ACTIONS: readonly PersonAction[] = [add, change, remove, invite, reset]
