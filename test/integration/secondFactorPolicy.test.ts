import { poolOf } from '../../src/base/database.ts'
import { loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { codeOf, factorCalls, refusal } from '../helpers/factorCalls.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { softwarePasskey } from '../helpers/softwarePasskey.ts'

const SECRET = 'a-secret-that-is-only-used-in-tests-0123456789'
const NEXT = 'another-secret-that-seals-from-now-on-0123456789'

describe("the firm's policy on the second factor", () => {
  let host: Host
  const calls = factorCalls(() => host)
  const { post, login, pass, own, addPasskey, laterOn, payerWithTotp } = calls

  const hooks: string[] = []
  beforeAll(async () => {
    host = await bootHost({
      portal: {
        secondFactor: 'required',
        overrides: {
          payers: ({ defaultCollection }) => ({
            ...defaultCollection,
            hooks: { ...defaultCollection.hooks, beforeLogin: [() => void hooks.push('beforeLogin')] },
          }),
        },
      },
    })
  })
  afterAll(() => host.close())

  it('A-02 required: a login without a factor can only add one, and gets its session and codes with it', async () => {
    for (const kind of ['totp', 'passkey'] as const) {
      const payer = await loginPayer(host)
      hooks.length = 0
      const first = await login(payer.email)
      expect([first.status, first.body]).toEqual([
        200,
        { secondFactor: { challenge: expect.any(String), enroll: true } },
      ])
      const { challenge } = first.body.secondFactor
      expect(refusal(await pass({ challenge, code: '000000' }))).toEqual([400, 'challenge_invalid'])
      const begun = (await post(`second-factor/${kind}`, { challenge })).body
      expect(hooks).toEqual([])
      const proof =
        kind === 'totp' ? { code: codeOf(begun.secret) } : { passkey: softwarePasskey().create(begun.options) }
      const done = await post(`second-factor/${kind}/confirm`, { challenge: begun.challenge, ...proof })
      expect([done.status, done.body.user?.id, done.body.recoveryCodes?.length]).toEqual([200, payer.id, 10])
      expect([done.headers.get('set-cookie') !== null, hooks]).toEqual([true, ['beforeLogin']])
      expect((await calls.meOf({ authorization: `JWT ${done.body.token}` })).id).toBe(payer.id)
      // The older session ended, and the challenge adds nothing further.
      expect(await calls.meOf(payer.headers)).toBeNull()
      expect(refusal(await post(`second-factor/${kind}`, { challenge }))).toEqual([400, 'challenge_invalid'])
      expect((await login(payer.email)).body.secondFactor.kinds).toEqual([kind, 'recovery'])
    }
  })

  it('required: of two apps begun with one challenge the second cannot be added', async () => {
    const payer = await loginPayer(host)
    const { challenge } = (await login(payer.email)).body.secondFactor
    const begun = await Promise.all([1, 2].map(async () => (await post('second-factor/totp', { challenge })).body))
    const done = await Promise.all(
      begun.map((one) => post('second-factor/totp/confirm', { challenge: one.challenge, code: codeOf(one.secret) })),
    )
    expect(done.map(({ status }) => status).sort()).toEqual([200, 400])
  })

  it('required: the last factor stays', async () => {
    const payer = await payerWithTotp()
    const remove = (id: number) =>
      host.call(`/api/payers/second-factor/${id}`, {
        method: 'DELETE',
        body: { currentPassword: PASSWORD },
        headers: payer.headers,
      })
    const [totp] = (await own(payer.headers)).body.factors
    expect(refusal(await remove(totp.id))).toEqual([409, 'second_factor_required'])
    await addPasskey(payer)
    const [, passkey] = (await own(payer.headers)).body.factors
    expect([(await remove(totp.id)).status, ...refusal(await remove(passkey.id))]).toEqual([
      200,
      409,
      'second_factor_required',
    ])
    expect((await own(payer.headers)).body).toMatchObject({ factors: [{ id: passkey.id }], recoveryCodesLeft: 10 })
  })

  it('seals anew under the first secret, opens under the later ones, and off asks nobody', async () => {
    const payer = await payerWithTotp()
    const sealed = async (): Promise<string> =>
      (
        await poolOf(host.payload).query(
          `select encode(secret, 'hex') as secret from payer_portal_factors where login_id = $1`,
          [payer.loginId],
        )
      ).rows[0].secret
    const before = await sealed()
    const options = { databaseUrl: host.databaseUrl }
    const rotated = await bootHost({ ...options, portal: { encryptionSecrets: [NEXT, SECRET] } })
    const off = await bootHost({ ...options, portal: { secondFactor: 'off' } })
    try {
      const there = factorCalls(() => rotated)
      await laterOn()
      expect(
        (await there.pass({ challenge: await there.challengeOf(payer.email), code: codeOf(payer.secret) })).status,
      ).toBe(200)
      expect(await sealed()).not.toBe(before)
      expect(
        (await there.pass({ challenge: await there.challengeOf(payer.email), code: codeOf(payer.secret, 1) })).status,
      ).toBe(200)
      const answer = await factorCalls(() => off).login(payer.email)
      expect(answer.body.user.id).toBe(payer.id)
      const headers = { authorization: `JWT ${answer.body.token}` }
      const begin = await factorCalls(() => off).post('second-factor/totp', { currentPassword: PASSWORD }, headers)
      expect(refusal(begin)).toEqual([409, 'second_factor_off'])
    } finally {
      await rotated.detach()
      await off.detach()
    }
  })
})
