import { poolOf } from '../../src/base/database.ts'
import { loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { loginPerson } from '../factories/loginPerson.ts'
import type { Host } from '../helpers/host/bootHost.ts'
import { bootMailHost, type MailHost } from '../helpers/mailHost.ts'
import { linkToken } from '../helpers/mailInbox.ts'

describe('the people of a payer', () => {
  let mailHost: MailHost
  let host: Host
  let counter = 0
  beforeAll(async () => {
    mailHost = await bootMailHost()
    host = mailHost.host
  })
  afterAll(() => mailHost.close())

  type Headers = Record<string, string>
  const newEmail = () => {
    counter += 1
    return `somebody-${counter}@example.test`
  }
  const call = (route: string, body?: unknown, headers: Headers = mailHost.staff) => {
    const [method = '', path = ''] = route.split(' ')
    return host.call(`/api${path}`, { method, headers, ...(body === undefined ? {} : { body }) })
  }
  const add = (payer: number, body: Record<string, unknown>) => call(`POST /payers/${payer}/people`, body)
  const codeOf = (answer: { body: any }) => answer.body.errors?.[0]?.data?.code
  const accept = async (email: string) => {
    const token = linkToken((await mailHost.mailsTo(email)).at(-1))
    return host.call('/api/payers/accept-invite', { method: 'POST', body: { token, password: PASSWORD } })
  }
  const coolDown = () =>
    poolOf(host.payload).query(
      `update payer_portal_mails set created_at = created_at - interval '2 days', sent_at = sent_at - interval '2 days'`,
    )

  it('staff add a person, who accepts, acts with that role, and is in the log with payer and person', async () => {
    const owner = await loginPayer(host)
    const email = newEmail()
    const added = await add(owner.id, { email: ` ${email.toUpperCase()} `, name: ' Grace  Hopper ', role: 'view' })
    expect(added.status).toBe(201)
    expect(added.body.person).toMatchObject({ email, name: 'Grace Hopper', role: 'view', hasLogin: false })
    const entered = await accept(email)
    const headers = { authorization: `JWT ${entered.body.token}` }
    expect((await host.call('/api/portal/summary', { headers })).status).toBe(200)
    expect((await host.call('/api/portal/people', { headers })).status).toBe(403)
    const { body } = await call(`GET /payers/${owner.id}/people`)
    expect(body.docs.map(({ role }: { role: string }) => role)).toEqual(['owner', 'view'])
    expect(body.docs[1]).toMatchObject({ hasLogin: true, invite: { status: 'accepted', response: expect.any(String) } })
    const { rows } = await poolOf(host.payload).query(
      `select action, actor_collection as by, (data->>'person')::int as person, (data->>'byPerson')::int as "byPerson" from audit_log where payer_id = $1 and action <> 'payer_created' order by id`,
      [owner.id],
    )
    const person = added.body.person.id
    expect(rows).toEqual([
      { action: 'person_added', by: 'users', person, byPerson: null },
      { action: 'invite_accepted', by: 'payers', person: null, byPerson: person },
    ])
  })

  it('refuses what is no person of a payer: a bad email, a known one, the owner\u2019s, an unknown role, another payer\u2019s person', async () => {
    const owner = await loginPayer(host)
    const other = await loginPayer(host)
    const email = newEmail()
    const { body } = await add(owner.id, { email, role: 'pay' })
    const id = body.person.id
    const cases: [number, string | undefined, Promise<{ status: number; body: any }>][] = [
      [400, 'bad_request', add(owner.id, { email: 'a@b@c', role: 'pay' })],
      [400, 'bad_request', add(owner.id, { email: 'x\r\nBcc: y@z.test', role: 'pay' })],
      [400, 'bad_request', add(owner.id, { email: newEmail(), role: 'owner' })],
      [400, 'bad_request', add(owner.id, { email: newEmail() })],
      [409, 'person_exists', add(owner.id, { email: email.toUpperCase(), role: 'pay' })],
      [409, 'person_exists', add(owner.id, { email: owner.email, role: 'pay' })],
      [404, 'payer_not_found', add(2_000_000_000, { email: newEmail(), role: 'pay' })],
      [404, 'person_not_found', call(`PATCH /payers/${other.id}/people/${id}`, { role: 'view' })],
      [404, 'person_not_found', call(`DELETE /payers/${other.id}/people/${id}`)],
      [404, 'person_not_found', call(`POST /payers/${other.id}/people/${id}/invite`, {})],
      [400, 'bad_request', call(`PATCH /payers/${owner.id}/people/${id}`, { email: newEmail() })],
      [409, 'login_missing', call(`POST /payers/${owner.id}/people/${id}/reset-password`, {})],
      [429, 'too_many_requests', call(`POST /payers/${owner.id}/people/${id}/invite`, {})],
    ]
    for (const [status, code, answer] of cases) {
      const got = await answer
      expect([got.status, codeOf(got)]).toEqual([status, code])
    }
  })

  it('an email of the record that is another person\u2019s is refused, by edit and by the safe change', async () => {
    const { body } = await call('POST /payers', { email: newEmail(), loginAccess: true })
    const email = newEmail()
    await add(body.doc.id, { email, role: 'view' })
    expect(codeOf(await call(`POST /payers/${body.doc.id}/change-email`, { email }))).toBe('person_exists')
    await poolOf(host.payload).query('update payer_portal_tokens set expires_at = now() where payer_id = $1', [
      body.doc.id,
    ])
    expect((await call(`PATCH /payers/${body.doc.id}`, { email })).status).toBe(409)
  })

  it('A-02 removing a person ends all sessions of the login, kills open links, and removes a login that acts for nobody', async () => {
    const owner = await loginPayer(host)
    const second = await loginPayer(host)
    const person = await loginPerson(host, { payer: owner.id, role: 'pay' })
    const shared = await loginPerson(host, { payer: owner.id, role: 'pay', email: second.email })
    const waiting = await add(owner.id, { email: newEmail(), role: 'view' })
    const link = linkToken((await mailHost.mailsTo(waiting.body.person.email)).at(-1))
    for (const id of [person.person, shared.person, waiting.body.person.id])
      expect((await call(`DELETE /payers/${owner.id}/people/${id}`)).status).toBe(200)
    for (const headers of [person.headers, shared.headers, second.headers])
      expect((await host.call('/api/portal/summary', { headers })).status).toBe(401)
    const used = await host.call('/api/payers/accept-invite', {
      method: 'POST',
      body: { token: link, password: PASSWORD },
    })
    expect(codeOf(used)).toBe('token_invalid')
    const login = (email: string) =>
      host.call('/api/payers/login', { method: 'POST', body: { email, password: PASSWORD } })
    expect((await login(person.email)).status).toBe(401)
    expect((await login(second.email)).body.user.id).toBe(second.id)
    const { rows } = await poolOf(host.payload).query('select id from payer_portal_logins where id = any($1)', [
      [person.loginId, shared.loginId],
    ])
    expect(rows).toEqual([{ id: shared.loginId }])
    expect((await host.call('/api/portal/summary', { headers: owner.headers })).status).toBe(200)
  })

  it('somebody who manages cannot touch the owner, the own role or the own access', async () => {
    const owner = await loginPayer(host)
    const manager = await loginPerson(host, { payer: owner.id, role: 'manage' })
    const list = await call('GET /portal/people', undefined, manager.headers)
    const [first] = list.body.docs
    expect(list.body.docs.map((one: any) => [one.role, one.isSelf])).toEqual([
      ['owner', false],
      ['manage', true],
    ])
    expect(list.text).not.toContain('response')
    const as = (method: string, path: string, body?: unknown) =>
      call(`${method} /portal/people/${path}`, body, manager.headers)
    expect(codeOf(await as('PATCH', String(first.id), { role: 'view' }))).toBe('person_is_owner')
    expect(codeOf(await as('DELETE', String(first.id)))).toBe('person_is_owner')
    expect(codeOf(await as('POST', `${first.id}/reset-password`, {}))).toBe('person_is_owner')
    expect(codeOf(await as('PATCH', String(first.id), { name: 'Renamed' }))).toBe('person_is_owner')
    expect(codeOf(await as('PATCH', String(manager.person), { role: 'view' }))).toBe('person_is_self')
    expect(codeOf(await as('DELETE', String(manager.person)))).toBe('person_is_self')
    expect((await as('PATCH', String(manager.person), { name: 'Own name' })).body.person.name).toBe('Own name')
    expect(codeOf(await as('PATCH', String(manager.person), { role: 'owner' }))).toBe('bad_request')
    const second = await call(
      'POST /portal/people',
      { email: newEmail(), role: 'manage', currentPassword: PASSWORD },
      manager.headers,
    )
    expect(second.status).toBe(201)
    const id = second.body.person.id
    expect((await call(`PATCH /portal/people/${id}`, { role: 'pay' }, owner.headers)).body.person.role).toBe('pay')
    expect((await as('DELETE', String(id))).status).toBe(200)
  })

  it('A-17 a session alone lets nobody in: one of the people gives the own password to add somebody', async () => {
    const owner = await loginPayer(host)
    const email = newEmail()
    const asked = (fields: object) =>
      call('POST /portal/people', { email, role: 'manage', ...fields }, owner.headers).then((answer) => [
        answer.status,
        codeOf(answer),
      ])
    expect(await asked({})).toEqual([400, 'bad_request'])
    expect(await asked({ currentPassword: ['x'] })).toEqual([400, 'bad_request'])
    expect(await asked({ currentPassword: 'not the password' })).toEqual([400, 'password_wrong'])
    expect(await mailHost.mailsTo(email)).toEqual([])
    const { rows } = await poolOf(host.payload).query('select 1 from payer_portal_people where email = $1', [email])
    expect(rows).toEqual([])
    expect(await asked({ currentPassword: PASSWORD })).toEqual([201, undefined])
    for (let wrong = 0; wrong < 10; wrong += 1) await asked({ currentPassword: 'not the password', email: newEmail() })
    expect((await asked({ currentPassword: PASSWORD, email: newEmail() }))[0]).toBe(429)
    expect((await add(owner.id, { email: newEmail(), role: 'view' })).status).toBe(201)
  })

  it('two who manage and demote each other at once: one of them is refused', async () => {
    const owner = await loginPayer(host)
    const one = await loginPerson(host, { payer: owner.id, role: 'manage' })
    const two = await loginPerson(host, { payer: owner.id, role: 'manage' })
    const demote = (by: { headers: Headers }, person: number) =>
      call(`PATCH /portal/people/${person}`, { role: 'view' }, by.headers)
    const answers = await Promise.all([demote(one, two.person), demote(two, one.person)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403])
  })

  it('switching access off logs everybody out and on again invites everybody on the list, once each', async () => {
    const owner = await loginPayer(host)
    const person = await loginPerson(host, { payer: owner.id, role: 'pay' })
    await call(`PATCH /payers/${owner.id}`, { loginAccess: false })
    expect((await host.call('/api/portal/summary', { headers: person.headers })).status).toBe(401)
    const late = newEmail()
    expect((await add(owner.id, { email: late, role: 'view' })).body.person.invite.status).toBe('none')
    expect(await mailHost.mailsTo(late)).toHaveLength(0)
    await call(`PATCH /payers/${owner.id}`, { loginAccess: true })
    for (const email of [owner.email, person.email, late]) expect(await mailHost.mailsTo(email)).toHaveLength(1)
    await coolDown()
    const entered = await accept(person.email)
    expect(entered.body.user.id).toBe(owner.id)
    const headers = { authorization: `JWT ${entered.body.token}` }
    expect((await host.call('/api/payers/me', { headers })).body.role).toBe('pay')
  })

  it('an invite to somebody with a login of another payer adds this payer to the same login', async () => {
    const owner = await loginPayer(host)
    const guest = await loginPayer(host)
    await add(owner.id, { email: guest.email, role: 'view' })
    const entered = await accept(guest.email)
    const headers = { authorization: `JWT ${entered.body.token}`, 'x-payer': String(owner.id) }
    const me = (await host.call('/api/payers/me', { headers })).body
    expect(me).toMatchObject({ role: 'view', payers: [{ id: owner.id }, { id: guest.id }] })
    const own = await host.call('/api/payers/me', { headers: { ...headers, 'x-payer': String(guest.id) } })
    expect(own.body.role).toBe('owner')
  })
})
