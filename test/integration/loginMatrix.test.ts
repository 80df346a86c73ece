import { poolOf } from '../../src/base/database.ts'
import { loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import type { Answer, Host } from '../helpers/host/bootHost.ts'
import { bootMailHost, type MailHost } from '../helpers/mailHost.ts'
import { linkToken } from '../helpers/mailInbox.ts'
import { runJobs } from '../helpers/mailJobs.ts'

type Headers = Record<string, string>
const poster =
  (host: Host) =>
  (route: string, body: unknown, headers: Headers = {}): Promise<Answer> =>
    host.call(`/api/payers/${route}`, { method: 'POST', body, headers })

type State = { email: string; headers: { authorization: string } | null; reset: string | null; mails: number }

describe('who may use a login', () => {
  let mailHost: MailHost
  let host: Host
  let post: ReturnType<typeof poster>
  beforeAll(async () => {
    mailHost = await bootMailHost()
    host = mailHost.host
    post = poster(host)
  })
  afterAll(() => mailHost.close())

  const patch = (id: number, data: Record<string, unknown>) =>
    host.call(`/api/payers/${id}`, { method: 'PATCH', body: data, headers: mailHost.staff })
  const mailsTo = (email: string) => mailHost.mailsTo(email)
  const coolDown = () =>
    poolOf(host.payload).query(
      `update payer_portal_mails set created_at = created_at - interval '2 days', sent_at = sent_at - interval '2 days'`,
    )

  /** A payer with a session and an open reset link, before `end` takes the access away. */
  async function endedPayer(name: string, end: (id: number) => Promise<unknown>): Promise<State> {
    const payer = await loginPayer(host, { email: `${name}@example.test` })
    await post('forgot-password', { email: payer.email })
    const reset = linkToken((await mailsTo(payer.email)).at(-1))
    await end(payer.id)
    await coolDown()
    return { email: payer.email, headers: payer.headers, reset, mails: (await mailsTo(payer.email)).length }
  }

  const states: Record<string, () => Promise<State>> = {
    unknown: async () => ({ email: 'nobody@example.test', headers: null, reset: null, mails: 0 }),
    'never invited': async () => {
      await host.payload.create({ collection: 'payers', data: { email: 'quiet@example.test' }, overrideAccess: true })
      return { email: 'quiet@example.test', headers: null, reset: null, mails: 0 }
    },
    'invited, not accepted': async () => {
      await host.payload.create({
        collection: 'payers',
        data: { email: 'waiting@example.test', loginAccess: true },
        overrideAccess: true,
      })
      return {
        email: 'waiting@example.test',
        headers: null,
        reset: null,
        mails: (await mailsTo('waiting@example.test')).length,
      }
    },
    suspended: () => endedPayer('suspended', (id) => patch(id, { loginAccess: false })),
    'suspended and invited again': () =>
      endedPayer('again', async (id) => {
        await patch(id, { loginAccess: false })
        await patch(id, { loginAccess: true })
        await poolOf(host.payload).query(
          `update graphile_worker._private_jobs set run_at = now() where payload->>'mail' is not null`,
        )
      }),
    'login deleted': () =>
      endedPayer('removed', (id) =>
        host.call(`/api/payers/${id}/login`, { method: 'DELETE', headers: mailHost.staff }),
      ),
    'payer deleted': () =>
      endedPayer('deleted', (id) => host.call(`/api/payers/${id}`, { method: 'DELETE', headers: mailHost.staff })),
  }

  for (const [name, prepare] of Object.entries(states)) {
    it(`A-02 ${name}: no login, no refresh, no reset, no token, no mail, and the same answers`, async () => {
      const live = await loginPayer(host)
      const { email, headers, reset, mails } = await prepare()
      const wrong = await post('login', { email: live.email, password: 'Not-the-password-1' })
      const login = await post('login', { email, password: PASSWORD })
      expect([login.status, login.text]).toEqual([401, wrong.text])
      if (headers) {
        expect((await post('refresh-token', {}, headers)).status).toBe(401)
        expect((await host.call('/api/payers/me', { headers })).body.user).toBeNull()
        expect((await host.call('/api/invoices', { headers })).status).toBe(403)
        expect(
          (await post('change-password', { currentPassword: PASSWORD, password: 'Another-portal-1' }, headers)).status,
        ).toBe(401)
      }
      if (reset)
        expect((await post('reset-password', { token: reset, password: PASSWORD })).body.errors[0].data.code).toBe(
          'token_invalid',
        )
      const known = await post('forgot-password', { email: live.email })
      const forgot = await post('forgot-password', { email })
      expect([forgot.status, forgot.text]).toEqual([known.status, known.text])
      expect(await mailsTo(live.email)).toHaveLength(1)
      expect(await mailsTo(email)).toHaveLength(mails)
    })
  }

  it('A-02 a payer with access logs in, refreshes, resets and uses the token', async () => {
    const payer = await loginPayer(host)
    expect((await post('login', { email: payer.email, password: PASSWORD })).status).toBe(200)
    expect((await post('refresh-token', {}, payer.headers)).status).toBe(200)
    await post('forgot-password', { email: payer.email })
    const token = linkToken((await mailsTo(payer.email)).at(-1))
    const reset = await post('reset-password', { token, password: 'Another-portal-2026!' })
    expect(reset.status).toBe(200)
    expect((await host.call('/api/payers/me', { headers: payer.headers })).body.user).toBeNull()
    expect(
      (await host.call('/api/payers/me', { headers: { authorization: `JWT ${reset.body.token}` } })).body.user.id,
    ).toBe(payer.id)
    expect((await post('login', { email: payer.email, password: PASSWORD })).status).toBe(401)
    expect((await mailsTo(payer.email)).map(({ subject }) => subject)).toContainEqual(
      expect.stringContaining('was changed'),
    )
  })

  it('A-05 suspending, removing the login and deleting the payer end the session on the next call', async () => {
    const ends: ((id: number) => Promise<Answer>)[] = [
      (id) => patch(id, { loginAccess: false }),
      (id) => host.call(`/api/payers/${id}/login`, { method: 'DELETE', headers: mailHost.staff }),
      (id) => host.call(`/api/payers/${id}`, { method: 'DELETE', headers: mailHost.staff }),
    ]
    for (const end of ends) {
      const payer = await loginPayer(host)
      expect((await host.call(`/api/payers/${payer.id}`, { headers: payer.headers })).status).toBe(200)
      expect((await end(payer.id)).status).toBe(200)
      expect((await host.call(`/api/payers/${payer.id}`, { headers: payer.headers })).status).toBe(403)
      expect((await post('refresh-token', {}, payer.headers)).status).toBe(401)
    }
  })

  it.each([true, false])(
    'A-04 a record written back with login access %s, by whatever means, changes nothing',
    async (stale) => {
      const payer = await loginPayer(host)
      if (stale) await host.call(`/api/payers/${payer.id}/login`, { method: 'DELETE', headers: mailHost.staff })
      await poolOf(host.payload).query(
        `update payers set login_access = $2, invite_status = 'sent', invite_error = 'old' where id = $1`,
        [payer.id, stale],
      )
      const { body } = await host.call(`/api/payers/${payer.id}`, { headers: mailHost.staff })
      const shown = stale ? { status: 'none', error: null } : { status: 'accepted', error: null }
      expect(body).toMatchObject({ loginAccess: !stale, invite: shown })
      expect((await post('login', { email: payer.email, password: PASSWORD })).status).toBe(stale ? 401 : 200)
    },
  )

  it('A-09 a reset link does not end an open invite, and a new reset ends the older one', async () => {
    const payer = await loginPayer(host)
    await post('forgot-password', { email: payer.email })
    const first = linkToken((await mailsTo(payer.email)).at(-1))
    await coolDown()
    await post('forgot-password', { email: payer.email })
    const second = linkToken((await mailsTo(payer.email)).at(-1))
    expect(second).not.toBe(first)
    expect((await post('reset-password', { token: first, password: PASSWORD })).status).toBe(400)
    expect((await post('reset-password', { token: second, password: PASSWORD })).status).toBe(200)
    const { email } = await host.payload.create({
      collection: 'payers',
      data: { email: 'open@example.test', loginAccess: true },
      overrideAccess: true,
    })
    const invite = linkToken((await mailsTo(String(email)))[0])
    await post('forgot-password', { email })
    await runJobs(host.payload)
    expect((await post('accept-invite', { token: invite, password: PASSWORD })).status).toBe(200)
  })

  it('an invite token is no reset token, and a made-up one is refused whatever its type', async () => {
    const payer = await loginPayer(host)
    await post('forgot-password', { email: payer.email })
    const reset = linkToken((await mailsTo(payer.email)).at(-1))
    expect((await post('accept-invite', { token: reset, password: PASSWORD })).status).toBe(400)
    for (const token of ['', 'x', 'x'.repeat(43), null, 7, ['a'], { $ne: '' }, true]) {
      for (const route of ['reset-password', 'accept-invite', 'confirm-email']) {
        expect([route, token, (await post(route, { token, password: PASSWORD })).status]).toEqual([route, token, 400])
      }
    }
    for (const email of ['', null, 7, ['a@b.test'], { $ne: '' }]) {
      expect((await post('login', { email, password: PASSWORD })).status).toBe(400)
      expect((await post('forgot-password', { email })).status).toBe(400)
    }
  })
})
