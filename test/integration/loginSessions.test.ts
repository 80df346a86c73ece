import { poolOf } from '../../src/base/database.ts'
import { setPassword } from '../../src/login/setPassword.ts'
import { loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { SERVER_URL } from '../helpers/host/hostConfig.ts'
import { loginStaff, type StaffHeaders } from '../helpers/loginStaff.ts'
import { type Headers, payerCalls } from '../helpers/payerCalls.ts'

describe('the sessions of a login', () => {
  let host: Host
  let staff: StaffHeaders
  const { post, meOf } = payerCalls(() => host)

  beforeAll(async () => {
    host = await bootHost({ config: { csrf: ['https://friend.test'] } })
    staff = await loginStaff(host)
  })
  afterAll(() => host.close())

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

  it('A-15 a session that is refreshed every hour lasts twelve hours, and one that is used no longer than two hours after', async () => {
    const hourPasses = (id: number) =>
      poolOf(host.payload).query(
        `update payer_portal_sessions set created_at = created_at - interval '1 hour', last_seen_at = last_seen_at - interval '1 hour',
         expires_at = expires_at - interval '1 hour' where login_id = $1`,
        [id],
      )
    const payer = await loginPayer(host)
    const { exp } = (await post('refresh-token', {}, payer.headers)).body
    const seen = []
    for (let hour = 1; hour <= 12; hour += 1) {
      await hourPasses(payer.loginId)
      const { status, body, headers } = await post('refresh-token', {}, payer.headers)
      seen.push(status)
      // Neither the end nor the token moves.
      if (status === 200) expect([body.exp, headers.getSetCookie()]).toEqual([exp - hour * 3600, []])
    }
    expect(seen).toEqual([...Array(11).fill(200), 401])
    const reader = await loginPayer(host)
    for (let hour = 1; hour <= 3; hour += 1) {
      await hourPasses(reader.loginId)
      expect((await host.call('/api/portal/summary', { headers: reader.headers })).status).toBe(200)
    }
    await hourPasses(reader.loginId)
    await hourPasses(reader.loginId)
    for (const route of ['refresh-token', 'switch'])
      expect([route, (await post(route, { payer: reader.id }, reader.headers)).status]).toEqual([route, 401])
    expect((await host.call('/api/portal/summary', { headers: reader.headers })).status).toBe(401)
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
        strict.call(`/api/payers/${route}`, {
          ...(body ? { method: 'POST', body } : {}),
          headers: { ...payer.cookie, origin: SERVER_URL },
        })
      const answers = [
        await call('me'),
        await call('refresh-token', {}),
        // The last one: it takes the place of the session that asked.
        await call('login', { email: payer.email, password: PASSWORD }),
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

  it('a login ends the session whose cookie it overwrites, of whichever login, and a refused one ends nothing', async () => {
    const [ada, bob] = [await loginPayer(host), await loginPayer(host)]
    const elsewhere = (await post('login', { email: ada.email, password: PASSWORD })).body.token
    const other = { headers: { authorization: `JWT ${elsewhere}` } }
    const logIn = (email: string, cookie: string, password = PASSWORD) =>
      post('login', { email, password }, { cookie, origin: SERVER_URL })
    const alive = async (...all: { headers: Headers }[]) =>
      Promise.all(all.map(async ({ headers }) => (await meOf(headers)) !== null))
    expect((await logIn(ada.email, ada.cookie.cookie, 'Wrong-portal-2026!')).status).toBe(401)
    expect(await alive(ada, bob, other)).toEqual([true, true, true])
    const again = await logIn(ada.email, ada.cookie.cookie)
    expect([again.status, ...(await alive(ada, bob, other))]).toEqual([200, false, true, true])
    const next = await logIn(ada.email, bob.cookie.cookie)
    expect([next.status, ...(await alive(bob, other))]).toEqual([200, false, true])
    const kept = [again, next].map(({ body }) => ({ headers: { authorization: `JWT ${body.token}` } }))
    expect(await alive(...kept)).toEqual([true, true])
    // A program that names itself by header overwrites nothing.
    expect((await post('login', { email: ada.email, password: PASSWORD }, other.headers)).status).toBe(200)
    expect(await alive(other)).toEqual([true])
  })
})
