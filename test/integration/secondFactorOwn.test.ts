import { poolOf } from '../../src/base/database.ts'
import { type LoggedInPayer, loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { loginPerson } from '../factories/loginPerson.ts'
import { codeOf, factorCalls, refusal } from '../helpers/factorCalls.ts'
import type { Host } from '../helpers/host/bootHost.ts'
import { bootMailHost, type MailHost } from '../helpers/mailHost.ts'
import { softwarePasskey } from '../helpers/softwarePasskey.ts'

describe('the own second factors', () => {
  let mailHost: MailHost
  let host: Host
  const { post, meOf, login, challengeOf, pass, own, addTotp, addPasskey, payerWithTotp } = factorCalls(() => host)

  beforeAll(async () => {
    mailHost = await bootMailHost()
    host = mailHost.host
  })
  afterAll(() => mailHost.close())

  const change = (payer: LoggedInPayer, route: string, body: object = { currentPassword: PASSWORD }) => {
    const [method = '', path = ''] = route.split(' ')
    return host.call(`/api/payers/second-factor${path}`, { method, body, headers: payer.headers })
  }
  const secondSession = async (email: string) => {
    const { body } = await login(email)
    return { authorization: `JWT ${body.token}` }
  }

  it('shows the secret once, seals it, and lists the factor without it', async () => {
    const payer = await loginPayer(host)
    const { body } = await post('second-factor/totp', { currentPassword: PASSWORD }, payer.headers)
    expect(Object.keys(body).sort()).toEqual(['challenge', 'qr', 'secret', 'uri'])
    // 160 bits are 32 characters of base32.
    expect(body.secret).toMatch(/^[A-Z2-7]{32}$/)
    expect(body.uri).toBe(
      `otpauth://totp/Marsh%20%26%20Pell%20LLP:${encodeURIComponent(payer.email)}?secret=${body.secret}&issuer=Marsh%20%26%20Pell%20LLP`,
    )
    expect(body.qr).toMatch(/^data:image\/svg\+xml;base64,/)
    expect((await own(payer.headers)).body).toEqual({ policy: 'offered', factors: [], recoveryCodesLeft: 0 })
    expect((await login(payer.email)).body.secondFactor).toBeUndefined()
    const code = codeOf(body.secret)
    await post('second-factor/totp/confirm', { challenge: body.challenge, code, name: ' My  phone ' }, payer.headers)
    const listed = await own(payer.headers)
    expect(listed.body).toEqual({
      policy: 'offered',
      factors: [
        { id: expect.any(Number), kind: 'totp', name: 'My phone', createdAt: expect.any(String), lastUsedAt: null },
      ],
      recoveryCodesLeft: 10,
    })
    const { rows } = await poolOf(host.payload).query<{ secret: Buffer; challenges: string }>(
      `select f.secret, (select string_agg(c.data::text, ' ') from payer_portal_challenges c where c.login_id = f.login_id) as challenges
       from payer_portal_factors f where f.login_id = $1`,
      [payer.loginId],
    )
    expect(rows[0]?.secret.length).toBe(1 + 12 + 16 + 20)
    expect(rows[0]?.challenges).not.toContain(body.secret)
  })

  it('asks for the password at each change, ends the other sessions and mails a notice', async () => {
    const payer = await loginPayer(host)
    for (const [method, path] of [
      ['POST', '/totp'],
      ['POST', '/passkey'],
      ['POST', '/recovery-codes'],
      ['PATCH', '/1'],
      ['DELETE', '/1'],
    ] as const) {
      const wrong = { currentPassword: 'Wrong-password-1', name: 'x' }
      expect([path, ...refusal(await change(payer, `${method} ${path}`, wrong))]).toEqual([path, 400, 'password_wrong'])
      expect([path, (await change(payer, `${method} ${path}`, {})).status]).toEqual([path, 400])
      expect(
        (await host.call(`/api/payers/second-factor${path}`, { method, body: { currentPassword: PASSWORD } })).status,
      ).toBe(401)
      await poolOf(host.payload).query(`delete from payer_portal_limits`)
    }
    const other = await secondSession(payer.email)
    const open = await addTotp(payer)
    expect([await meOf(other), (await meOf(payer.headers)).id]).toEqual([null, payer.id])
    const challenge = await challengeOf(payer.email)
    const codes = await change(payer, 'POST /recovery-codes')
    expect(codes.body.recoveryCodes).toHaveLength(10)
    expect(codes.body.recoveryCodes).not.toContain(open.recoveryCodes[0])
    expect(refusal(await pass({ challenge, recoveryCode: codes.body.recoveryCodes[0] }))).toEqual([
      400,
      'challenge_invalid',
    ])
    expect(
      refusal(await pass({ challenge: await challengeOf(payer.email), recoveryCode: open.recoveryCodes[0] })),
    ).toEqual([400, 'second_factor_wrong'])
    const [factor] = (await own(payer.headers)).body.factors
    expect((await change(payer, `PATCH /${factor.id}`, { currentPassword: PASSWORD, name: 'Phone' })).status).toBe(200)
    expect((await change(payer, `DELETE /${factor.id}`)).status).toBe(200)
    expect((await own(payer.headers)).body).toMatchObject({ factors: [], recoveryCodesLeft: 0 })
    expect((await login(payer.email)).body.user.id).toBe(payer.id)
    const subjects = (await mailHost.mailsTo(payer.email)).map(({ subject }) => subject)
    expect(subjects.filter((subject) => subject.includes('two-step login'))).toHaveLength(3)
  })

  it('touches no factor of another login and takes no challenge of another', async () => {
    const [ada, bob] = [await payerWithTotp(), await payerWithTotp()]
    const [factor] = (await own(bob.headers)).body.factors
    for (const method of ['PATCH', 'DELETE'])
      expect(refusal(await change(ada, `${method} /${factor.id}`, { currentPassword: PASSWORD, name: 'x' }))).toEqual([
        404,
        'factor_not_found',
      ])
    const begun = await post('second-factor/totp', { currentPassword: PASSWORD }, bob.headers)
    const body = { challenge: begun.body.challenge, code: codeOf(begun.body.secret) }
    for (const headers of [ada.headers, {} as Record<string, string>])
      expect(refusal(await post('second-factor/totp/confirm', body, headers))).toEqual([400, 'challenge_invalid'])
    expect(refusal(await pass({ challenge: await challengeOf(ada.email), code: codeOf(bob.secret, 1) }))).toEqual([
      400,
      'second_factor_wrong',
    ])
    expect(
      refusal(await pass({ challenge: await challengeOf(ada.email), recoveryCode: bob.recoveryCodes[0] })),
    ).toEqual([400, 'second_factor_wrong'])
    expect((await own(ada.headers)).body.factors).toHaveLength(1)
  })

  it('logs in with a passkey, once for one challenge, and refuses another site and a copied key', async () => {
    const payer = await loginPayer(host)
    const { passkey, options, recoveryCodes } = await addPasskey(payer)
    expect([options.rp.id, recoveryCodes?.length]).toEqual(['localhost', 10])
    const step = async () => (await login(payer.email)).body.secondFactor
    const first = await step()
    expect(first).toMatchObject({
      kinds: ['passkey', 'recovery'],
      passkey: { rpId: 'localhost', userVerification: 'preferred', allowCredentials: [{ id: passkey.id }] },
    })
    const signed = passkey.get(first.passkey)
    const passed = await pass({ challenge: first.challenge, passkey: signed })
    expect([passed.status, passed.body.user.id]).toEqual([200, payer.id])
    // The signature belongs to its challenge.
    expect(refusal(await pass({ challenge: (await step()).challenge, passkey: signed }))).toEqual([
      400,
      'second_factor_wrong',
    ])
    const copied = await step()
    passkey.device.counter -= 1
    expect(refusal(await pass({ challenge: copied.challenge, passkey: passkey.get(copied.passkey) }))).toEqual([
      400,
      'second_factor_wrong',
    ])
    const stranger = softwarePasskey()
    const other = await step()
    expect(
      refusal(
        await pass({
          challenge: other.challenge,
          passkey: { ...stranger.get(other.passkey), id: passkey.id, rawId: passkey.id },
        }),
      ),
    ).toEqual([400, 'second_factor_wrong'])
  })

  it('keeps several passkeys by name, leaves out the known ones, and believes only the configured address', async () => {
    const payer = await loginPayer(host)
    const { passkey, body } = await addPasskey(payer, 'Laptop')
    expect(refusal(await post('second-factor/passkey/confirm', body, payer.headers))).toEqual([
      400,
      'challenge_invalid',
    ])
    const headers = { ...payer.headers, host: 'evil.test', 'x-forwarded-host': 'evil.test' }
    const begin = async () => (await post('second-factor/passkey', { currentPassword: PASSWORD }, headers)).body
    const next = await begin()
    expect(next.options).toMatchObject({ rp: { id: 'localhost' }, excludeCredentials: [{ id: passkey.id }] })
    const again = { challenge: next.challenge, passkey: passkey.create(next.options) }
    expect(refusal(await post('second-factor/passkey/confirm', again, payer.headers))).toEqual([409, 'passkey_known'])
    const phish = softwarePasskey({ origin: 'https://evil.test' })
    const third = await begin()
    expect(
      refusal(
        await post(
          'second-factor/passkey/confirm',
          { challenge: third.challenge, passkey: phish.create(third.options) },
          payer.headers,
        ),
      ),
    ).toEqual([400, 'second_factor_wrong'])
    await addPasskey(payer, 'Phone')
    expect((await own(payer.headers)).body.factors.map(({ name }: { name: string }) => name)).toEqual([
      'Laptop',
      'Phone',
    ])
  })

  it('staff see the kinds, clear them for a lost phone, and it is written down', async () => {
    const payer = await payerWithTotp()
    await addPasskey(payer)
    const path = `/api/payers/${payer.id}/second-factor`
    expect((await host.call(path, { headers: mailHost.staff })).body).toEqual({ kinds: ['passkey', 'totp'] })
    for (const headers of [payer.headers, {} as Record<string, string>])
      for (const method of ['GET', 'DELETE'])
        expect([401, 403]).toContain((await host.call(path, { method, headers })).status)
    const challenge = await challengeOf(payer.email)
    expect((await host.call(path, { method: 'DELETE', headers: mailHost.staff })).status).toBe(200)
    expect(await meOf(payer.headers)).toBeNull()
    expect(refusal(await pass({ challenge, recoveryCode: payer.recoveryCodes[0] }))).toEqual([400, 'challenge_invalid'])
    expect((await login(payer.email)).body.user.id).toBe(payer.id)
    expect((await host.call(path, { headers: mailHost.staff })).body).toEqual({ kinds: [] })
    expect(refusal(await host.call(path, { method: 'DELETE', headers: mailHost.staff }))).toEqual([
      404,
      'factor_not_found',
    ])
    const { rows } = await poolOf(host.payload).query(
      `select actor_collection, (select count(*)::int from payer_portal_recovery_codes where login_id = $2) as codes from audit_log where action = 'second_factor_cleared' and payer_id = $1`,
      [payer.id, payer.loginId],
    )
    expect(rows).toEqual([{ actor_collection: 'users', codes: 0 }])
    const texts = (await mailHost.mailsTo(payer.email)).map(({ text }) => text)
    expect(texts).toContainEqual(expect.stringContaining('was reset for you'))
  })

  it('staff clear the factors of a further person, who may act for other payers, and of nobody else', async () => {
    const [owner, stranger] = [await payerWithTotp(), await loginPayer(host)]
    const further = await addTotp(await loginPerson(host, { payer: owner.id, role: 'pay' }))
    const people = `/api/payers/${owner.id}/people`
    const seen = async () =>
      (await host.call(people, { headers: mailHost.staff })).body.docs.map(
        ({ role, hasSecondFactor }: { role: string; hasSecondFactor: boolean }) => [role, hasSecondFactor],
      )
    expect(await seen()).toEqual([
      ['owner', true],
      ['pay', true],
    ])
    const own = (await host.call('/api/portal/people', { headers: owner.headers })).body.docs
    expect(JSON.stringify(own)).not.toContain('econdFactor')
    const clear = (path: string, headers: Record<string, string> = mailHost.staff) =>
      host.call(`${path}/${further.person}/second-factor`, { method: 'DELETE', headers, body: {} })
    expect(refusal(await clear(`/api/payers/${stranger.id}/people`))).toEqual([404, 'person_not_found'])
    expect((await clear(people, owner.headers)).status).toBe(403)
    expect((await clear('/api/portal/people', owner.headers)).status).toBe(404)
    expect((await clear(people)).body.person).toMatchObject({ id: further.person, hasSecondFactor: false })
    expect(await meOf(further.headers)).toBeNull()
    expect((await login(further.email)).body.user.id).toBe(owner.id)
    expect(await seen()).toEqual([
      ['owner', true],
      ['pay', false],
    ])
    expect(refusal(await clear(people))).toEqual([404, 'factor_not_found'])
    const texts = (await mailHost.mailsTo(further.email)).map(({ text }) => text)
    expect(texts).toContainEqual(expect.stringContaining('was reset for you'))
  })

  it('A-05 deleting the login deletes its factors, unless it lives on for another payer', async () => {
    const payer = await payerWithTotp()
    const shared = await payerWithTotp()
    const { id } = await host.payload.create({
      collection: 'payers',
      data: { email: 'second-record@example.test' },
      overrideAccess: true,
    })
    await poolOf(host.payload).query(
      `insert into payer_portal_people (payer_id, login_id, email, role) values ($1, $2, $3, 'manage')`,
      [id, shared.loginId, shared.email],
    )
    const left = async (loginId: number) =>
      (
        await poolOf(host.payload).query(
          'select (select count(*) from payer_portal_factors where login_id = $1)::int + (select count(*) from payer_portal_recovery_codes where login_id = $1)::int as left',
          [loginId],
        )
      ).rows[0].left
    for (const { id: one } of [payer, shared])
      expect((await host.call(`/api/payers/${one}/login`, { method: 'DELETE', headers: mailHost.staff })).status).toBe(
        200,
      )
    expect([await left(payer.loginId), await left(shared.loginId)]).toEqual([0, 11])
    expect((await login(shared.email)).body.secondFactor.kinds).toEqual(['totp', 'recovery'])
  })
})
