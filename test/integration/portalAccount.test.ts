import { randomUUID } from 'node:crypto'
import { RequestError } from '../../src/portal/api/RequestError.ts'
import { type LoggedInPayer, loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { loginPerson } from '../factories/loginPerson.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { loginStaff } from '../helpers/loginStaff.ts'
import { portalTab } from '../helpers/portalTab.ts'

/** What the screens of the profile and of the people do, by the portal's own client on the real routes. */
let host: Host
beforeAll(async () => {
  host = await bootHost()
})
afterAll(() => host.close())

const tabOf = (login: LoggedInPayer) => portalTab(host, { cookie: login.cookie.cookie, payer: login.id })
/** One more browser of a login: its cookie. */
async function cookieOf(email: string): Promise<string> {
  const answer = await host.call('/api/payers/login', { method: 'POST', body: { email, password: PASSWORD } })
  return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
}

const address = () => `new-${randomUUID()}@example.test`
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof RequestError ? error.code : Promise.reject(error)),
  )

describe('the profile of a payer', () => {
  it('lists where the login is logged in, this place marked, and ends one or all others', async () => {
    const login = await loginPayer(host)
    const tab = tabOf(login)
    const cookies = [await cookieOf(login.email), await cookieOf(login.email)]
    const { docs } = await tab.sessions()
    expect(docs.map(({ isCurrent }) => isCurrent)).toEqual([true, false, false])
    const others = cookies.map((cookie) => portalTab(host, { cookie, payer: login.id }))
    await tab.endSession(docs[1]?.id ?? 0)
    const alive = async () => (await Promise.all(others.map((one) => codeOf(one.summary())))).sort()
    expect(await alive()).toEqual(['done', 'login_required'])
    await tab.endOtherSessions()
    expect(await alive()).toEqual(['login_required', 'login_required'])
    expect((await tab.sessions()).docs).toHaveLength(1)
    expect(await codeOf(tab.endSession(docs[1]?.id ?? 0))).toBe('session_not_found')
  })

  it('asks for another email with the password, shows that it waits, and takes it back', async () => {
    const tab = tabOf(await loginPayer(host))
    const email = address()
    expect(await tab.emailChange()).toEqual({ pending: null, changed: null })
    expect(await codeOf(tab.askEmailChange({ email, currentPassword: 'another one of these' }))).toBe('password_wrong')
    expect(await codeOf(tab.askEmailChange({ email: 'no address', currentPassword: PASSWORD }))).toBe('bad_request')
    await tab.askEmailChange({ email, currentPassword: PASSWORD })
    expect(await tab.emailChange()).toMatchObject({ pending: { email, scope: 'login' }, changed: null })
    await tab.cancelEmailChange()
    expect(await tab.emailChange()).toEqual({ pending: null, changed: null })
    expect(await codeOf(tab.cancelEmailChange())).toBe('email_change_missing')
  })

  it('keeps receipt addresses, shows them again, and says which field is wrong', async () => {
    const login = await loginPayer(host)
    const tab = tabOf(login)
    const { doc } = await tab.changeContact(login.id, { receiptEmails: ['Books@example.test', 'b@example.test'] })
    expect(doc.receiptEmails).toEqual(['books@example.test', 'b@example.test'])
    expect((await tab.me(login.id)).user?.receiptEmails).toEqual(doc.receiptEmails)
    expect(await codeOf(tab.changeContact(login.id, { receiptEmails: ['no address'] }))).toBe('fields_invalid')
    await tab.changeContact(login.id, { receiptEmails: [] })
    expect((await tab.me(login.id)).user?.receiptEmails ?? []).toEqual([])
  })
})

describe('the people of a payer', () => {
  it('invites, lists, changes the role of, and removes a person', async () => {
    const tab = tabOf(await loginPayer(host))
    const email = address()
    const { person } = await tab.addPerson({ name: 'Vera Viewer', email, role: 'view', currentPassword: PASSWORD })
    expect(person).toMatchObject({ name: 'Vera Viewer', email, role: 'view', hasLogin: false, status: 'queued' })
    expect(await codeOf(tab.addPerson({ name: '', email, role: 'pay', currentPassword: PASSWORD }))).toBe(
      'person_exists',
    )
    expect(await codeOf(tab.invitePerson(person.id))).toBe('too_many_requests')
    expect((await tab.changeRole(person.id, 'manage')).person.role).toBe('manage')
    const { docs } = await tab.people()
    expect(docs.map(({ role, isSelf }) => [role, isSelf])).toEqual([
      ['owner', true],
      ['manage', false],
    ])
    expect(await codeOf(tab.removePerson(docs[0]?.id ?? 0))).toBe('person_is_owner')
    await tab.removePerson(person.id)
    expect((await tab.people()).docs).toHaveLength(1)
  })

  it('tells each role what the screens offer it, and refuses the rest', async () => {
    const owner = await loginPayer(host)
    for (const role of ['view', 'pay', 'manage'] as const) {
      const { email } = await loginPerson(host, { payer: owner.id, role })
      const tab = portalTab(host, { cookie: await cookieOf(email), payer: owner.id })
      expect(await tab.me(owner.id)).toMatchObject({ role, person: { email } })
      const answers = [
        await codeOf(tab.summary()),
        await codeOf(tab.paymentMethods()),
        await codeOf(tab.people()),
        await codeOf(tab.emailChange()),
      ]
      const refused = 'role_required'
      expect([role, ...answers]).toEqual([
        role,
        'done',
        role === 'view' ? refused : 'done',
        role === 'manage' ? 'done' : refused,
        'done',
      ])
    }
  })
})

describe("staff's view in a tab", () => {
  it('A-20 sees the payer, changes nothing, and is nobody once it has ended', async () => {
    const owner = await loginPayer(host)
    const { authorization } = await loginStaff(host)
    const cookie = `payload-token=${authorization.slice(4)}`
    const begun = await host.call(`/api/payers/${owner.id}/view`, {
      method: 'POST',
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
      body: {},
    })
    expect(begun.body.path).toBe(`/portal?view=${begun.body.view}`)
    const both = `${cookie}; ${begun.headers.get('set-cookie')?.split(';')[0]}; ${(await loginPayer(host)).cookie.cookie}`
    const tab = portalTab(host, { cookie: both, view: String(begun.body.view) })
    expect(await tab.me()).toMatchObject({ user: { id: owner.id }, role: 'owner', person: null })
    expect((await tab.people()).docs).toHaveLength(1)
    expect(await codeOf(tab.changeContact(owner.id, { phone: '1' }))).toBe('view_read_only')
    expect(await codeOf(tab.addPerson({ name: '', email: address(), role: 'view', currentPassword: PASSWORD }))).toBe(
      'view_read_only',
    )
    await tab.endView(owner.id)
    expect((await tab.me()).user).toBeNull()
    expect(await codeOf(tab.summary())).toBe('login_required')
  })
})
