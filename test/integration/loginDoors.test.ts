import { poolOf } from '../../src/base/database.ts'
import { sealAddress } from '../../src/login/clientAddress.ts'
import { loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { loginStaff, type StaffHeaders } from '../helpers/loginStaff.ts'
import { type Headers, payerCalls } from '../helpers/payerCalls.ts'

describe('the doors of a login', () => {
  let host: Host
  let staff: StaffHeaders
  const { post, meOf } = payerCalls(() => host)

  beforeAll(async () => {
    host = await bootHost()
    staff = await loginStaff(host)
  })
  afterAll(() => host.close())

  it('A-01 first-register answers 404 and makes nobody, on an empty table and in parallel', async () => {
    const empty = await bootHost()
    try {
      const body = { email: 'first@example.test', password: PASSWORD, loginAccess: true }
      const call = () => empty.call('/api/payers/first-register', { method: 'POST', body })
      expect((await Promise.all([call(), call(), call()])).map(({ status }) => status)).toEqual([404, 404, 404])
      const { rows } = await poolOf(empty.payload).query(
        'select (select count(*) from payers)::int as payers, (select count(*) from payer_portal_logins)::int as logins',
      )
      expect(rows).toEqual([{ payers: 0, logins: 0 }])
    } finally {
      await empty.close()
    }
  })

  it('answers 404 at the routes that payers do not have', async () => {
    const payer = await loginPayer(host)
    const routes = [
      'POST /unlock',
      'POST /verify/x',
      'GET /init',
      'GET /versions',
      'GET /versions/1',
      'POST /versions/1',
      'GET /access',
      `POST /${payer.id}/duplicate`,
    ]
    for (const route of routes) {
      const [method = '', path = ''] = route.split(' ')
      for (const headers of [{}, payer.headers, staff] as Headers[]) {
        expect([route, (await host.call(`/api/payers${path}`, { method, headers })).status]).toEqual([route, 404])
      }
    }
  })

  it('tells staff alone what they may do with a payer', async () => {
    const payer = await loginPayer(host)
    for (const path of [`/api/payers/access/${payer.id}`, '/api/payers/access']) {
      for (const headers of [{}, payer.headers] as Headers[])
        expect((await host.call(path, { method: 'POST', headers })).status).toBe(404)
      const answer = await host.call(path, { method: 'POST', body: {}, headers: staff })
      expect([answer.status, answer.body.update ?? answer.body.create]).toEqual([200, true])
    }
  })

  it('A-06 an email that belongs to a login is refused at every door, other case is no change', async () => {
    const payer = await loginPayer(host)
    const { payload } = host
    const single = await host.call(`/api/payers/${payer.id}`, {
      method: 'PATCH',
      body: { email: 'other@example.test' },
      headers: staff,
    })
    expect(single.status).toBe(400)
    expect(single.body.errors[0]).toMatchObject({ name: 'ValidationError', data: { errors: [{ path: 'email' }] } })
    const bulk = await host.call(`/api/payers?where[id][equals]=${payer.id}`, {
      method: 'PATCH',
      body: { email: 'other@example.test' },
      headers: staff,
    })
    expect([bulk.status, bulk.body.docs.length, bulk.body.errors.length]).toEqual([400, 0, 1])
    const data = { email: 'other@example.test', loginAccess: false }
    await expect(payload.update({ collection: 'payers', id: payer.id, data, overrideAccess: true })).rejects.toThrow(
      /email/i,
    )
    const own = await host.call(`/api/payers/${payer.id}`, {
      method: 'PATCH',
      body: { email: 'other@example.test' },
      headers: payer.headers,
    })
    expect(own.status).toBe(403)
    const sameMail = await host.call(`/api/payers/${payer.id}`, {
      method: 'PATCH',
      body: { email: payer.email.toUpperCase(), phone: '1' },
      headers: staff,
    })
    expect(sameMail.body.doc).toMatchObject({ email: payer.email, phone: '1', loginAccess: true })
    expect(await meOf(payer.headers)).not.toBeNull()
  })

  it('A-06 an open invite blocks the email, and after the login is deleted it is free', async () => {
    const payer = await host.payload.create({
      collection: 'payers',
      data: { email: 'invite-lock@example.test', loginAccess: true },
      overrideAccess: true,
    })
    const edit = (email: string) =>
      host.call(`/api/payers/${payer.id}`, { method: 'PATCH', body: { email }, headers: staff })
    expect((await edit('moved@example.test')).status).toBe(400)
    expect((await host.call(`/api/payers/${payer.id}/login`, { method: 'DELETE', headers: staff })).status).toBe(200)
    expect((await edit('Moved@example.test ')).body.doc).toMatchObject({
      email: 'moved@example.test',
      loginAccess: false,
    })
  })

  it('refuses an email that could break a header', async () => {
    for (const email of ['a@b.test\r\nBcc: x@y.test', `${'a'.repeat(250)}@b.test`, 'a@b.test, c@d.test']) {
      const answer = await host.call('/api/payers', { method: 'POST', body: { email }, headers: staff })
      expect([email, answer.status]).toEqual([email, 400])
    }
  })

  it('A-11 known, unknown, uninvited and suspended emails get the same status, text and headers', async () => {
    const known = await loginPayer(host)
    const suspended = await loginPayer(host)
    await host.call(`/api/payers/${suspended.id}`, { method: 'PATCH', body: { loginAccess: false }, headers: staff })
    await host.payload.create({ collection: 'payers', data: { email: 'uninvited@example.test' }, overrideAccess: true })
    const emails = [known.email, suspended.email, 'uninvited@example.test', 'unknown@example.test']
    for (const [route, body] of [
      ['login', { password: 'Wrong-password-1' }],
      ['forgot-password', {}],
    ] as const) {
      const answers = await Promise.all(emails.map((email) => post(route, { ...body, email })))
      const seen = new Set(
        answers.map(({ status, text, headers }) => JSON.stringify([status, text, [...headers.keys()].sort()])),
      )
      expect([route, seen.size]).toEqual([route, 1])
    }
  })

  it('A-13 wrong passwords from one address do not shut the payer out at another', async () => {
    const payer = await loginPayer(host)
    const attacker = { 'x-payer-portal-client-ip': sealAddress('10.0.0.1') }
    const guesses = []
    for (let at = 0; at < 15; at += 1)
      guesses.push((await post('login', { email: payer.email, password: `Wrong-password-${at}` }, attacker)).status)
    expect(guesses).toEqual([...Array(10).fill(401), ...Array(5).fill(429)])
    const body = { email: payer.email, password: PASSWORD }
    expect((await post('login', body, attacker)).status).toBe(429)
    expect((await post('login', body, { 'x-payer-portal-client-ip': sealAddress('10.0.0.2') })).status).toBe(200)
    expect((await post('unlock', { email: payer.email }, payer.headers)).status).toBe(404)
  })
})
