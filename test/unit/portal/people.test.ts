import type { PersonRole } from '../../../access/rules/payerOf.ts'
import { roleMay as serverMay } from '../../../access/rules/personMay.ts'
import { INVITE_STATUSES } from '../../../src/login/inviteStatuses.ts'
import { GIVEN_ROLES } from '../../../src/login/people/personRoles.ts'
import type { Person, Role } from '../../../src/portal/api/accountTypes.ts'
import { emailList, isEmail } from '../../../src/portal/logic/emailList.ts'
import { isFixed, personStates, ROLE_CHOICES, ROLE_LABELS } from '../../../src/portal/logic/personState.ts'
import { roleMay } from '../../../src/portal/logic/roleMay.ts'

const ROLES: Role[] = ['owner', 'manage', 'pay', 'view']
const person = (given: Partial<Person> = {}): Person => ({
  id: 1,
  email: 'a@b.test',
  name: null,
  role: 'pay',
  hasLogin: false,
  status: 'none',
  sentAt: null,
  isBounced: false,
  isSelf: false,
  ...given,
})

describe('roles in the portal', () => {
  it('offers exactly what the server lets a role do', () => {
    const table = (may: (role: PersonRole, ability: 'view' | 'pay' | 'manage') => boolean) =>
      ROLES.flatMap((role) =>
        (['view', 'pay', 'manage'] as const).map((ability) => [role, ability, may(role, ability)]),
      )
    expect(table(roleMay)).toEqual(table(serverMay))
    expect(table(roleMay).filter(([, , may]) => may)).toHaveLength(9)
  })

  it('offers nothing to a role that it does not know', () => {
    for (const role of [undefined, 'admin' as Role])
      expect([roleMay(role, 'view'), roleMay(role, 'pay'), roleMay(role, 'manage')]).toEqual([false, false, false])
  })

  it('has a word for each role, and lets give the roles that the server gives', () => {
    expect(ROLE_CHOICES.map(({ id }) => id)).toEqual([...GIVEN_ROLES])
    expect(ROLES.map((role) => ROLE_LABELS[role])).not.toContain(undefined)
  })
})

describe('people in the portal', () => {
  it('says of each invite how it stands, each in other words', () => {
    const labels = INVITE_STATUSES.filter((status) => status !== 'accepted').map(
      (status) => personStates(person({ status }))[0]?.label,
    )
    expect(new Set(labels).size).toBe(labels.length)
    expect(labels).not.toContain('Not accepted yet')
    expect(personStates(person({ status: 'a-new-one' }))).toEqual([{ label: 'Not accepted yet', tone: 'neutral' }])
    expect(personStates(person({ status: 'sent', sentAt: '2026-11-20T12:00:00Z' }))[0]?.label).toMatch(
      /^Invited Nov 20, 2026/,
    )
  })

  it('calls only somebody with a login a person with access, and tells of mails that come back', () => {
    expect(personStates(person({ status: 'accepted', hasLogin: true, isBounced: true }))).toEqual([
      { label: 'Has access', tone: 'good' },
      { label: 'Mails come back', tone: 'bad' },
    ])
  })

  it('leaves the owner and oneself alone', () => {
    expect([{ role: 'owner' }, { isSelf: true }, {}].map((given) => isFixed(person(given as Partial<Person>)))).toEqual(
      [true, true, false],
    )
  })
})

describe('receipt addresses in one field', () => {
  it('takes them from lines, commas and spaces, each once', () => {
    expect(emailList(' a@b.test\nB@c.test, b@C.test;\n\nd@e.test ')).toEqual({
      emails: ['a@b.test', 'b@C.test', 'd@e.test'],
      problem: null,
    })
    expect(emailList(' \n ')).toEqual({ emails: [], problem: null })
  })

  it('names what is no address, and says when there are too many', () => {
    expect(emailList('a@b.test\nno one').problem).toBe('“no” is not an email address.')
    const many = Array.from({ length: 11 }, (_, at) => `a${at}@b.test`).join('\n')
    expect(emailList(many).problem).toBe('At most 10 addresses can be kept.')
    expect(emailList(many.split('\n').slice(1).join('\n')).problem).toBeNull()
  })

  it.each(['a@b', 'a b@c.test', '@c.test', 'a@', 'Ada <a@b.test>', `${'a'.repeat(250)}@b.test`])(
    'does not take %p for an address',
    (text) => {
      expect(isEmail(text)).toBe(false)
    },
  )
})
