import { poolOf } from '../../src/base/database.ts'
import { sealAddress } from '../../src/login/clientAddress.ts'
import { hashToken } from '../../src/login/oneTimeToken.ts'
import { loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { codeOf, factorCalls, refusal } from '../helpers/factorCalls.ts'
import type { Host } from '../helpers/host/bootHost.ts'
import { bootMailHost, type MailHost } from '../helpers/mailHost.ts'
import { linkToken } from '../helpers/mailInbox.ts'

describe('the second step of a login', () => {
  let mailHost: MailHost
  let host: Host
  const { post, meOf, login, challengeOf, pass, laterOn, payerWithTotp } = factorCalls(() => host)

  beforeAll(async () => {
    mailHost = await bootMailHost()
    host = mailHost.host
  })
  afterAll(() => mailHost.close())
  afterEach(laterOn)

  const mailLink = async (email: string) => linkToken((await mailHost.mailsTo(email)).at(-1))
  const sessionsOf = async (loginId: number): Promise<number> =>
    (await poolOf(host.payload).query('select id from payer_portal_sessions where login_id = $1', [loginId])).rows
      .length

  it('asks for the code after the right password, and gives cookie, token and user only then', async () => {
    const payer = await payerWithTotp()
    const first = await login(payer.email)
    expect(first.status).toBe(200)
    expect(Object.keys(first.body)).toEqual(['secondFactor'])
    expect(first.body.secondFactor).toEqual({
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      kinds: ['totp', 'recovery'],
    })
    expect(first.headers.get('set-cookie')).toBeNull()
    const { challenge } = first.body.secondFactor
    expect(await meOf({ authorization: `JWT ${challenge}` })).toBeNull()
    const second = await pass({ challenge, code: codeOf(payer.secret, 1) })
    expect(second.status).toBe(200)
    expect(second.body.user).toMatchObject({ id: payer.id, collection: 'payers' })
    expect(second.headers.get('set-cookie')).toContain('__Host-payer-session=')
    expect((await meOf({ authorization: `JWT ${second.body.token}` })).id).toBe(payer.id)
    expect(refusal(await pass({ challenge, code: codeOf(payer.secret, 1) }))).toEqual([400, 'challenge_invalid'])
  })

  it('A-11 a wrong password is answered alike with a factor, without one and for nobody', async () => {
    const withFactor = await payerWithTotp()
    const without = await loginPayer(host)
    const emails = [withFactor.email, without.email, 'nobody@example.test']
    const answers = await Promise.all(emails.map((email) => post('login', { email, password: 'Wrong-password-1' })))
    const seen = answers.map(({ status, text, headers }) => JSON.stringify([status, text, [...headers.keys()].sort()]))
    expect([answers[0]?.status, new Set(seen).size]).toEqual([401, 1])
  })

  it('A-02 login, reset and invite all stop at the factor, and none of them leaves a session', async () => {
    const doors: Record<string, (email: string, id: number) => ReturnType<typeof post>> = {
      login: async (email) => login(email),
      'reset-password': async (email) => {
        await post('forgot-password', { email })
        return post('reset-password', { token: await mailLink(email), password: 'Another-portal-2026!' })
      },
      'accept-invite': async (email, id) => {
        for (const loginAccess of [false, true])
          await host.call(`/api/payers/${id}`, { method: 'PATCH', body: { loginAccess }, headers: mailHost.staff })
        await poolOf(host.payload).query(`update graphile_worker._private_jobs set run_at = now()`)
        return post('accept-invite', { token: await mailLink(email), password: PASSWORD })
      },
    }
    for (const [door, walk] of Object.entries(doors)) {
      const payer = await payerWithTotp()
      await poolOf(host.payload).query('delete from payer_portal_sessions where login_id = $1', [payer.loginId])
      const { status, body, headers } = await walk(payer.email, payer.id)
      expect([door, status, Object.keys(body), headers.get('set-cookie')]).toEqual([door, 200, ['secondFactor'], null])
      expect([door, await sessionsOf(payer.loginId)]).toEqual([door, 0])
      await laterOn()
      const passed = await pass({ challenge: body.secondFactor.challenge, code: codeOf(payer.secret) })
      expect([door, passed.status, passed.body.user?.id]).toEqual([door, 200, payer.id])
    }
  })

  it('A-05 a challenge dies with the suspension, the password and the login', async () => {
    const ends: Record<
      string,
      (payer: { id: number; headers: { authorization: string } }) => Promise<{ status: number }>
    > = {
      suspended: ({ id }) =>
        host.call(`/api/payers/${id}`, { method: 'PATCH', body: { loginAccess: false }, headers: mailHost.staff }),
      'login deleted': ({ id }) => host.call(`/api/payers/${id}/login`, { method: 'DELETE', headers: mailHost.staff }),
      'password changed': ({ headers }) =>
        post('change-password', { currentPassword: PASSWORD, password: 'Another-portal-2026!' }, headers),
    }
    for (const [name, end] of Object.entries(ends)) {
      const payer = await payerWithTotp()
      const challenge = await challengeOf(payer.email)
      expect([name, (await end(payer)).status]).toEqual([name, 200])
      expect([name, ...refusal(await pass({ challenge, code: codeOf(payer.secret, 1) }))]).toEqual([
        name,
        400,
        'challenge_invalid',
      ])
    }
  })

  it('A-08 a challenge is stored as a hash, is over after ten minutes and after five attempts, and works once', async () => {
    const payer = await payerWithTotp()
    const pool = poolOf(host.payload)
    const [old, tried, raced] = [
      await challengeOf(payer.email),
      await challengeOf(payer.email),
      await challengeOf(payer.email),
    ]
    const { rows } = await pool.query(
      `select expires_at - created_at = interval '10 minutes' as minutes, position($2 in t::text) as shown from payer_portal_challenges t where token_hash = $1`,
      [hashToken(old), old],
    )
    expect(rows).toEqual([{ minutes: true, shown: 0 }])
    await pool.query(`update payer_portal_challenges set expires_at = now() where token_hash = $1`, [hashToken(old)])
    expect(refusal(await pass({ challenge: old, code: codeOf(payer.secret, 1) }))).toEqual([400, 'challenge_invalid'])
    for (let at = 0; at < 5; at += 1)
      expect(refusal(await pass({ challenge: tried, recoveryCode: `0000-0000-0000-000${at}` }))).toEqual([
        400,
        'second_factor_wrong',
      ])
    expect(refusal(await pass({ challenge: tried, code: codeOf(payer.secret, 1) }))).toEqual([400, 'challenge_invalid'])
    const both = await Promise.all(
      payer.recoveryCodes.slice(0, 4).map((recoveryCode) => pass({ challenge: raced, recoveryCode })),
    )
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400])
    const { rows: used } = await pool.query(
      'select count(used_at)::int as used from payer_portal_recovery_codes where login_id = $1',
      [payer.loginId],
    )
    expect(used).toEqual([{ used: 1 }])
  })

  it('a code of the app is good once, also for two at the same moment, and never again', async () => {
    const payer = await payerWithTotp()
    expect(refusal(await pass({ challenge: await challengeOf(payer.email), code: codeOf(payer.secret) }))).toEqual([
      400,
      'second_factor_wrong',
    ])
    const code = codeOf(payer.secret, 1)
    const challenges = await Promise.all([1, 2, 3, 4].map(() => challengeOf(payer.email)))
    const answers = await Promise.all(challenges.map((challenge) => pass({ challenge, code })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400])
    expect(refusal(await pass({ challenge: await challengeOf(payer.email), code }))).toEqual([
      400,
      'second_factor_wrong',
    ])
    await laterOn()
    for (const steps of [-3, 3])
      expect(
        refusal(await pass({ challenge: await challengeOf(payer.email), code: codeOf(payer.secret, steps) })),
      ).toEqual([400, 'second_factor_wrong'])
  })

  it('a recovery code works once under parallel use, is told by mail, and the mail warns when few are left', async () => {
    const payer = await payerWithTotp()
    expect(payer.recoveryCodes).toHaveLength(10)
    const [code = '', ...others] = payer.recoveryCodes
    const challenges = await Promise.all([1, 2, 3].map(() => challengeOf(payer.email)))
    const answers = await Promise.all(
      challenges.map((challenge) => pass({ challenge, recoveryCode: ` ${code.toUpperCase()} ` })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400])
    const told = async () =>
      (await mailHost.mailsTo(payer.email)).filter(({ subject }) => subject.includes('recovery code'))
    expect((await told()).map(({ text }) => /left: (\d+)/.exec(text)?.[1])).toEqual(['9'])
    await poolOf(host.payload).query(
      'update payer_portal_recovery_codes set used_at = now() where id in (select id from payer_portal_recovery_codes where login_id = $1 and used_at is null order by id desc limit 6)',
      [payer.loginId],
    )
    const left = others.slice(0, 3)
    const passed = []
    for (const recoveryCode of left)
      passed.push((await pass({ challenge: await challengeOf(payer.email), recoveryCode })).status)
    expect(passed).toEqual([200, 200, 200])
    expect((await told()).at(-1)?.text).toContain('Few codes are left')
    expect((await login(payer.email)).body.secondFactor.kinds).toEqual(['totp'])
  })

  it('A-13 codes are counted by login over all addresses and challenges, and a recovery code still gets in', async () => {
    const payer = await payerWithTotp()
    const statuses: number[] = []
    for (let at = 0; at < 12; at += 1) {
      const from = { 'x-payer-portal-client-ip': sealAddress(`10.1.${at}.1`) }
      const { body } = await post('login', { email: payer.email, password: PASSWORD }, from)
      statuses.push(
        (await post('second-factor', { challenge: body.secondFactor.challenge, code: '000000' }, from)).status,
      )
    }
    // One attempt was counted when the app was added.
    expect(statuses).toEqual([...Array(9).fill(400), 429, 429, 429])
    expect((await pass({ challenge: await challengeOf(payer.email), code: codeOf(payer.secret, 1) })).status).toBe(429)
    expect(
      (await pass({ challenge: await challengeOf(payer.email), recoveryCode: payer.recoveryCodes[0] })).status,
    ).toBe(200)
  })

  it('refuses what is no proof, whatever its type', async () => {
    const payer = await payerWithTotp()
    const challenge = await challengeOf(payer.email)
    for (const body of [
      {},
      { challenge },
      { challenge, code: 1 },
      { challenge, code: '', recoveryCode: 'x' },
      { challenge: 7, code: '1' },
      { challenge: ['x'], code: '123456' },
    ])
      expect([body, (await pass(body)).status]).toEqual([body, 400])
    for (const passkey of [null, 1, 'x', [], {}, { id: 'x' }, { id: 'x', response: { clientDataJSON: 'x' } }])
      expect((await pass({ challenge: await challengeOf(payer.email), passkey })).status).toBe(400)
    const { rows } = await poolOf(host.payload).query(
      `select count(*)::int as failed from audit_log where action = 'second_factor_failed' and data->>'login' = $1`,
      [String(payer.loginId)],
    )
    expect(rows[0].failed).toBeGreaterThanOrEqual(6)
  })
})
