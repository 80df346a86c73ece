import { poolOf } from '../../src/base/database.ts'
import { trustAddressHeader } from '../../src/login/clientAddress.ts'
import { setPassword } from '../../src/login/setPassword.ts'
import { loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { type Answer, bootHost, type Host } from '../helpers/host/bootHost.ts'
import { SERVER_URL } from '../helpers/host/hostConfig.ts'
import { loginStaff, type StaffHeaders } from '../helpers/loginStaff.ts'

type Headers = Record<string, string>
type Post = (route: string, body?: unknown, headers?: Headers) => Promise<Answer>

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

describe('the doors of a login', () => {
  let host: Host
  let staff: StaffHeaders
  const post: Post = (route, body = {}, headers = {}) =>
    host.call(`/api/payers/${route}`, { method: 'POST', body, headers })
  const meOf = async (headers: Headers) => (await host.call('/api/payers/me', { headers })).body.user

  beforeAll(async () => {
    host = await bootHost({ config: { csrf: ['https://friend.test'] } })
    staff = await loginStaff(host)
    trustAddressHeader()
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

  it('A-11 an unknown email takes as long as a known one', async () => {
    const known = await loginPayer(host)
    const times: Record<string, number[]> = { known: [], unknown: [] }
    const headers = (at: number): Headers => ({ 'x-payer-portal-client-ip': `10.9.0.${at}` })
    for (let at = 0; at < 30; at += 1) {
      for (const [name, email] of [
        ['known', known.email],
        ['unknown', 'unknown@example.test'],
      ] as const) {
        const start = performance.now()
        await post('login', { email, password: 'Wrong-password-1' }, headers(at))
        times[name]?.push(performance.now() - start)
      }
    }
    expect(Math.abs(median(times.known ?? []) - median(times.unknown ?? []))).toBeLessThan(10)
  })

  it('A-13 wrong passwords from one address do not shut the payer out at another', async () => {
    const payer = await loginPayer(host)
    const attacker = { 'x-payer-portal-client-ip': '10.0.0.1' }
    const guesses = []
    for (let at = 0; at < 15; at += 1)
      guesses.push((await post('login', { email: payer.email, password: `Wrong-password-${at}` }, attacker)).status)
    expect(guesses).toEqual([...Array(10).fill(401), ...Array(5).fill(429)])
    const body = { email: payer.email, password: PASSWORD }
    expect((await post('login', body, attacker)).status).toBe(429)
    expect((await post('login', body, { 'x-payer-portal-client-ip': '10.0.0.2' })).status).toBe(200)
    expect((await post('unlock', { email: payer.email }, payer.headers)).status).toBe(404)
  })

  it('A-15 a session ends when idle and at its absolute end, whatever refreshes came between', async () => {
    const age = (column: string, interval: string, id: number) =>
      poolOf(host.payload).query(
        `update payer_portal_sessions set ${column} = ${column} - $1::interval where login_id = $2`,
        [interval, id],
      )
    const idle = await loginPayer(host)
    await age('last_seen_at', '119 minutes', idle.loginId)
    expect(await meOf(idle.headers)).not.toBeNull()
    await age('last_seen_at', '121 minutes', idle.loginId)
    expect(await meOf(idle.headers)).toBeNull()
    const long = await loginPayer(host)
    const { exp } = (await post('refresh-token', {}, long.headers)).body
    await age('expires_at', '11 hours', long.loginId)
    expect((await post('refresh-token', {}, long.headers)).body.exp).toBe(exp - 11 * 3600)
    await age('expires_at', '1 hour', long.loginId)
    expect((await post('refresh-token', {}, long.headers)).status).toBe(401)
  })

  it('A-16 the cookie is Secure, HttpOnly and SameSite, and lives beside the staff cookie', async () => {
    const payer = await loginPayer(host)
    const { headers } = await post('login', { email: payer.email, password: PASSWORD })
    const cookie = headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/^__Host-payer-session=pps_[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Expires=/)
    expect(cookie).not.toMatch(/domain/i)
    const both = {
      cookie: `${cookie.split(';')[0]}; payload-token=${staff.authorization.slice(4)}`,
      origin: SERVER_URL,
    }
    expect((await meOf(both)).id).toBe(payer.id)
    expect((await host.call('/api/users/me', { headers: both })).body.user.email).toBe('staff@firm.test')
    expect((await host.call('/api/payers', { headers: both })).body.totalDocs).toBeGreaterThan(1)
    expect((await post('logout', {}, both)).status).toBe(200)
    expect((await host.call('/api/users/me', { headers: both })).body.user.email).toBe('staff@firm.test')
  })

  it('A-16 no answer carries a token unless the host allows header login, and then no header logs in', async () => {
    const strict = await bootHost({ portal: { allowHeaderAuth: false } })
    try {
      const payer = await loginPayer(strict)
      const call = (route: string, body?: unknown) =>
        strict.call(`/api/payers/${route}`, { ...(body ? { method: 'POST', body } : {}), headers: payer.cookie })
      const answers = [
        await call('login', { email: payer.email, password: PASSWORD }),
        await call('me'),
        await call('refresh-token', {}),
      ]
      for (const answer of answers) {
        expect(answer.status).toBe(200)
        expect(answer.text).not.toMatch(/pps_|eyJ|"token"/)
      }
      expect((await strict.call('/api/payers/me', { headers: payer.headers })).body.user).toBeNull()
    } finally {
      await strict.close()
    }
  })

  it('A-17 changing the password needs the current one and ends the other sessions', async () => {
    const payer = await loginPayer(host)
    const other = await post('login', { email: payer.email, password: PASSWORD })
    const change = (body: unknown) => post('change-password', body, payer.headers)
    expect(
      (await change({ currentPassword: 'Wrong-password-1', password: 'Another-portal-1' })).body.errors[0].data.code,
    ).toBe('password_wrong')
    expect((await change({ currentPassword: PASSWORD, password: 'short' })).body.errors[0].data.code).toBe(
      'password_weak',
    )
    expect((await change({ currentPassword: PASSWORD, password: 'x'.repeat(2_000_000) })).status).toBe(400)
    expect((await change({ currentPassword: PASSWORD, password: 'Another-portal-1' })).status).toBe(200)
    expect((await meOf(payer.headers)).id).toBe(payer.id)
    expect(await meOf({ authorization: `JWT ${other.body.token}` })).toBeNull()
    expect((await post('login', { email: payer.email, password: PASSWORD })).status).toBe(401)
  })

  it('A-20 a cookie counts for nothing when another site is behind the request', async () => {
    const payer = await loginPayer(host)
    const status = async (headers: Headers, method = 'GET') =>
      (
        await host.call(method === 'GET' ? `/api/payers/${payer.id}` : '/api/payers/refresh-token', {
          method,
          headers: { ...payer.cookie, ...headers },
        })
      ).status
    for (const headers of [
      { origin: 'https://evil.test' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ] as Headers[]) {
      expect([headers, await status(headers), await status(headers, 'POST')]).toEqual([headers, 403, 403])
    }
    for (const headers of [
      { origin: SERVER_URL },
      { origin: 'https://friend.test' },
      { 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'none' },
    ] as Headers[]) {
      expect([headers, await status(headers), await status(headers, 'POST')]).toEqual([headers, 200, 200])
    }
    expect(await status({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBe(200)
    for (const route of ['login', 'logout', 'forgot-password', 'reset-password', 'accept-invite']) {
      expect([route, (await post(route, { email: payer.email }, { origin: 'https://evil.test' })).status]).toEqual([
        route,
        403,
      ])
    }
  })

  it('S-11 staff number N and payer number N are never confused', async () => {
    const id = 10_000
    await host.payload.create({
      collection: 'users',
      data: { email: 'twin@firm.test', password: PASSWORD },
      overrideAccess: true,
    })
    const pool = poolOf(host.payload)
    // The early ids of staff are taken, so the twin is a payer with a number that no member of staff has yet.
    await pool.query(`select setval('payers_id_seq', $1)`, [id])
    const twin = await loginPayer(host)
    await pool.query(`update users set id = $1 where email = 'twin@firm.test'`, [twin.id])
    const twinId = twin.id
    for (const path of [
      `users/${twinId}`,
      'users',
      'users/me',
      'payload-preferences',
      'payload-locked-documents',
      'payload-preferences/nav',
    ]) {
      const answer = await host.call(`/api/${path}`, { headers: twin.headers })
      expect([path, answer.text.includes('@firm.test')]).toEqual([path, false])
      expect([path, answer.body.user ?? null, answer.body.docs ?? []]).toEqual([path, null, []])
    }
    const body = { email: 'twin@firm.test', password: PASSWORD }
    const { token } = (await host.call('/api/users/login', { method: 'POST', body })).body
    const asStaff = { authorization: `JWT ${token}` }
    expect((await host.call('/api/users/me', { headers: asStaff })).body.user.id).toBe(twin.id)
    expect((await host.call('/api/payers/me', { headers: asStaff })).body.user).toBeNull()
    const change = { currentPassword: PASSWORD, password: 'Another-portal-1' }
    for (const [route, sent] of [
      ['refresh-token', {}],
      ['change-password', change],
      ['switch', { payer: twin.id }],
    ] as const) {
      expect([route, (await post(route, sent, asStaff)).status]).toEqual([route, 401])
    }
  })

  it('S-13 a payer changes names, phone and address of the own record, everything else is refused', async () => {
    const payer = await loginPayer(host)
    const stranger = await loginPayer(host)
    const patch = (path: string, body: unknown) =>
      host.call(`/api/payers${path}`, { method: 'PATCH', body, headers: payer.headers })
    const allowed = {
      firstName: 'Grace',
      lastName: 'Hopper',
      businessName: 'Compilers',
      phone: '+1 555',
      address: 'Navy Yard',
    }
    expect((await patch(`/${payer.id}`, allowed)).body.doc).toMatchObject({
      ...allowed,
      name: 'Grace Hopper | Compilers',
    })
    const fields: Record<string, unknown> = {
      loginAccess: false,
      email: 'x@example.test',
      name: 'x',
      invite: { status: 'none' },
      id: stranger.id,
      stripeCustomerId: 'cus_1',
      associations: [],
      sessions: [],
      password: PASSWORD,
      hash: 'x',
      salt: 'x',
      resetPasswordToken: 'x',
      createdAt: '2020-01-01',
      updatedAt: '2020-01-01',
      collection: 'users',
      roles: ['admin'],
      _strategy: 'x',
    }
    const before = await poolOf(host.payload).query('select * from payers where id = $1', [payer.id])
    for (const [field, value] of Object.entries(fields)) {
      for (const path of [`/${payer.id}`, `?where[id][equals]=${payer.id}`]) {
        expect([field, path, (await patch(path, { firstName: 'No', [field]: value })).status]).toEqual([
          field,
          path,
          403,
        ])
      }
      const created = await host.call('/api/payers', {
        method: 'POST',
        body: { ...allowed, [field]: value },
        headers: payer.headers,
      })
      expect([field, created.status]).toEqual([field, 403])
    }
    expect((await poolOf(host.payload).query('select * from payers where id = $1', [payer.id])).rows).toEqual(
      before.rows,
    )
    expect([403, 404]).toContain((await patch(`/${stranger.id}`, { firstName: 'No' })).status)
    expect((await patch('', { firstName: 'No' })).status).toBe(403)
    expect((await host.call(`/api/payers/${payer.id}`, { method: 'DELETE', headers: payer.headers })).status).toBe(403)
  })

  it('nobody writes the state of the invite through Payload', async () => {
    const payer = await loginPayer(host)
    const data = { invite: { status: 'none' as const, error: 'x' }, phone: '2' }
    await host.payload.update({ collection: 'payers', id: payer.id, data, overrideAccess: true })
    const { body } = await host.call(`/api/payers/${payer.id}`, { headers: staff })
    expect(body).toMatchObject({ phone: '2', invite: { status: 'accepted', error: null } })
  })

  it('O-05 a payer cannot run jobs', async () => {
    const payer = await loginPayer(host)
    for (const headers of [{}, payer.headers, payer.cookie] as Headers[]) {
      for (const method of ['GET', 'POST'])
        expect([401, 403, 404]).toContain((await host.call('/api/payload-jobs/run', { method, headers })).status)
      expect([401, 403, 404]).toContain((await host.call('/api/payload-jobs', { headers })).status)
    }
  })

  it('one person acts for exactly one of several payers at a time', async () => {
    const first = await loginPayer(host, { email: 'family@example.test' })
    const second = await loginPayer(host, { email: 'family@example.test', data: { firstName: 'Second' } })
    const stranger = await loginPayer(host)
    const me = await host.call('/api/payers/me', { headers: second.headers })
    expect(me.body).toMatchObject({ user: { id: second.id }, payers: [{ id: first.id }, { id: second.id }] })
    expect((await meOf({ ...second.headers, 'x-payer': String(first.id) })).id).toBe(first.id)
    for (const named of [String(stranger.id), '0', 'x', '']) {
      const answer = await host.call('/api/payers/me', { headers: { ...second.headers, 'x-payer': named } })
      expect([named, answer.status, answer.body.errors?.[0].data.code]).toEqual([named, 404, 'payer_not_found'])
    }
    expect((await post('switch', { payer: stranger.id }, second.headers)).status).toBe(404)
    for (const payer of [null, {}, [first.id], 'x', 2 ** 40])
      expect([400, 404]).toContain((await post('switch', { payer }, second.headers)).status)
    expect((await post('switch', { payer: first.id }, second.headers)).body.user.id).toBe(first.id)
    expect((await meOf(second.headers)).id).toBe(first.id)
    await host.call(`/api/payers/${first.id}`, { method: 'PATCH', body: { loginAccess: false }, headers: staff })
    expect(await meOf(second.headers)).toBeNull()
    expect((await post('login', { email: 'family@example.test', password: PASSWORD })).body.user.id).toBe(second.id)
  })

  it('runs the hooks that the host put on payers', async () => {
    const seen: string[] = []
    const hooked = await bootHost({
      portal: {
        overrides: {
          payers: ({ defaultCollection }) => ({
            ...defaultCollection,
            hooks: {
              beforeLogin: [
                ({ user }) => {
                  if ((user as { email?: string }).email === 'refused@example.test')
                    throw new Error('refused by the host')
                },
              ],
              afterLogin: [
                () => {
                  seen.push('afterLogin')
                },
              ],
              afterMe: [
                () => {
                  seen.push('afterMe')
                },
              ],
              afterRefresh: [
                () => {
                  seen.push('afterRefresh')
                },
              ],
              afterLogout: [
                () => {
                  seen.push('afterLogout')
                },
              ],
            },
          }),
        },
      },
    })
    try {
      const payer = await loginPayer(hooked)
      const call = (route: string, method = 'POST', body?: unknown) =>
        hooked.call(`/api/payers/${route}`, { method, body, headers: payer.headers })
      await call('login', 'POST', { email: payer.email, password: PASSWORD })
      await call('me', 'GET')
      await call('refresh-token')
      await call('logout')
      expect(seen).toEqual(['afterLogin', 'afterMe', 'afterRefresh', 'afterLogout'])
      const { id } = await hooked.payload.create({
        collection: 'payers',
        data: { email: 'refused@example.test' },
        overrideAccess: true,
      })
      await setPassword({ payload: hooked.payload, payer: Number(id), password: PASSWORD })
      expect(
        (await call('login', 'POST', { email: 'refused@example.test', password: PASSWORD })).status,
      ).toBeGreaterThanOrEqual(400)
      expect(
        (await poolOf(hooked.payload).query('select 1 from payer_portal_sessions where payer_id = $1', [id])).rows,
      ).toEqual([])
    } finally {
      await hooked.close()
    }
  })

  it('a payer with a transaction cannot be deleted', async () => {
    const payer = await loginPayer(host)
    await poolOf(host.payload).query(
      `insert into transactions (reference, kind, status, payer_id, channel, amount, currency, account) values ('T-1', 'payment', 'succeeded', $1, (enum_range(null::enum_transactions_channel))[1], 100, 'usd', 'operating-ny')`,
      [payer.id],
    )
    const answer = await host.call(`/api/payers/${payer.id}`, { method: 'DELETE', headers: staff })
    expect([answer.status, answer.body.errors[0].data.code]).toEqual([409, 'payer_has_history'])
    expect(await meOf(payer.headers)).not.toBeNull()
  })
})
