import { poolOf } from '../../src/base/database.ts'
import { sealAddress } from '../../src/login/clientAddress.ts'
import { LIMITS } from '../../src/login/loginLimits.ts'
import { loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { type Answer, bootHost, type Host } from '../helpers/host/bootHost.ts'
import { SERVER_URL } from '../helpers/host/hostConfig.ts'
import { bootMailHost, type MailHost } from '../helpers/mailHost.ts'
import { linkToken } from '../helpers/mailInbox.ts'
import type { Headers } from '../helpers/payerCalls.ts'

let mailHost: MailHost
let first: Host
let second: Host
beforeAll(async () => {
  mailHost = await bootMailHost()
  first = mailHost.host
  second = await bootHost({ databaseUrl: first.databaseUrl })
})
afterAll(async () => {
  await second.detach()
  await mailHost.close()
})

const from = (address: string): Headers => ({ 'x-payer-portal-client-ip': sealAddress(address) })
/** A network that nobody used before: a botnet has as many as it likes. */
let networks = 0
const elsewhere = (): Headers => {
  networks += 1
  return from(`10.${20 + Math.floor(networks / 250)}.0.${networks % 250}`)
}
const postTo =
  (host: () => Host) =>
  (route: string, body: unknown, headers: Headers): Promise<Answer> =>
    host().call(`/api/payers/${route}`, { method: 'POST', body, headers })
const post = postTo(() => first)
const postToSecond = postTo(() => second)
const guess = (email: string, headers: Headers, { host = first, password = 'Wrong-password-1' } = {}) =>
  postTo(() => host)('login', { email, password }, headers)
const count = (answers: Answer[], status: number): number => answers.filter((answer) => answer.status === status).length

/** The cookie by which the device of a login is known from then on. */
function deviceOf(answer: Answer): Headers {
  const cookie = answer.headers.getSetCookie().find((one) => one.startsWith('__Host-payer-device='))
  if (!cookie) throw new Error('The device is not remembered.')
  expect(cookie).toMatch(/; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=\d+$/)
  return { cookie: cookie.split(';')[0] ?? '', origin: SERVER_URL }
}

const { login, loginEmail, loginDevice, loginDeviceLong } = LIMITS

describe('how often a password can be guessed', () => {
  it('A-13 networks without number, on two servers at once, get fifty guesses of one email and then none', async () => {
    const victim = await loginPayer(first)
    for (const email of [victim.email, 'nobody-at-all@example.test']) {
      const answers = await Promise.all(
        Array.from({ length: 90 }, (_, at) => guess(email, elsewhere(), { host: at % 2 ? first : second })),
      )
      expect([email, count(answers, 401), count(answers, 429)]).toEqual([email, loginEmail.points, 40])
      expect([email, (await guess(email, elsewhere(), { password: PASSWORD })).status]).toEqual([email, 429])
    }
    // Known and unknown are refused alike, and told when to come back.
    const known = await guess(victim.email.toUpperCase(), elsewhere())
    const unknown = await guess(' nobody-at-all@example.test', elsewhere())
    for (const { headers, body } of [known, unknown]) {
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(loginEmail.duration - 600)
      expect(Number(headers.get('retry-after'))).toBe(body.errors[0].data.retryAfter)
    }
    const shape = ({ status, body, headers }: Answer) => [status, body.errors[0].message, [...headers.keys()].sort()]
    expect(shape(known)).toEqual(shape(unknown))
  })

  it('A-13 who is attacked so still gets in: by a device used before, and by a mailed link from anywhere', async () => {
    const victim = await loginPayer(first)
    const device = deviceOf(await guess(victim.email, from('10.1.0.1'), { password: PASSWORD }))
    await Promise.all(Array.from({ length: 60 }, () => guess(victim.email, elsewhere())))
    expect((await guess(victim.email, from('10.1.0.1'), { password: PASSWORD })).status).toBe(429)
    expect((await guess(victim.email, { ...elsewhere(), ...device }, { password: PASSWORD })).status).toBe(200)
    expect((await postToSecond('forgot-password', { email: victim.email }, from('10.1.0.2'))).status).toBe(200)
    const token = linkToken((await mailHost.mailsTo(victim.email)).at(-1))
    const reset = await postToSecond('reset-password', { token, password: 'Another-portal-1' }, from('10.1.0.2'))
    expect(reset.status).toBe(200)
    const again = { ...from('10.1.0.2'), ...deviceOf(reset) }
    expect((await guess(victim.email, again, { password: 'Another-portal-1' })).status).toBe(200)
  })

  it('A-13 who copied the device of somebody guesses thirty times more, and shuts nobody out', async () => {
    const victim = await loginPayer(first)
    const device = deviceOf(await guess(victim.email, from('10.1.1.1'), { password: PASSWORD }))
    const forget = (name: string) =>
      poolOf(first.payload).query('delete from payer_portal_limits where key like $1', [`${name}:%`])
    let allowed = 0
    for (let round = 0; round < 6; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 15 }, () => guess(victim.email, { ...elsewhere(), ...device })),
      )
      allowed += count(answers, 401)
      // As if a quarter of an hour had passed.
      await forget('login')
      await forget('loginDevice')
    }
    expect(allowed).toBe(loginDeviceLong.points + loginEmail.points)
    expect(loginDevice.points).toBeLessThan(loginDeviceLong.points)
    // Another device of the owner is not touched by it.
    await forget('loginEmail')
    const other = deviceOf(await guess(victim.email, from('10.1.1.2'), { password: PASSWORD }))
    expect((await guess(victim.email, { ...elsewhere(), ...other }, { password: PASSWORD })).status).toBe(200)
  })

  it('A-13 a device is known only for the login that was used on it, and only as it was written', async () => {
    const [ada, bob] = [await loginPayer(first), await loginPayer(first)]
    const device = deviceOf(await guess(ada.email, from('10.1.2.1'), { password: PASSWORD }))
    const value = device.cookie?.split('=')[1] ?? ''
    const [id, epoch, mac = ''] = value.split('.')
    const forged = [
      value,
      `${id}.${epoch}.${'A'.repeat(43)}`,
      `${id}.${Number(epoch) + 1}.${mac}`,
      `${'A'.repeat(22)}.${epoch}.${mac}`,
      Array(50).fill(value).join('~'),
      `${'~'.repeat(3000)}`,
    ]
    for (let at = 0; at < login.points; at += 1) await guess(bob.email, from('10.1.2.2'))
    for (const cookie of forged) {
      const headers = { ...from('10.1.2.2'), origin: SERVER_URL, cookie: `__Host-payer-device=${cookie}` }
      expect([cookie.slice(0, 30), (await guess(bob.email, headers, { password: PASSWORD })).status]).toEqual([
        cookie.slice(0, 30),
        429,
      ])
    }
    // Both are known on a device that both use.
    const both = deviceOf(await guess(bob.email, { ...from('10.1.2.3'), ...device }, { password: PASSWORD }))
    for (const { email } of [ada, bob]) {
      const answer = await guess(email, { ...elsewhere(), ...both }, { password: PASSWORD })
      expect([email, answer.status, answer.headers.getSetCookie().length]).toEqual([email, 200, 1])
    }
    const me = await first.call('/api/payers/me', { headers: both })
    expect(me.body.user).toBeNull()
  })

  it('A-13 the attempts outlive a restart, and the owner’s own logins give no new ones to others', async () => {
    const victim = await loginPayer(first)
    for (let at = 0; at < 30; at += 1) await guess(victim.email, elsewhere())
    for (let at = 0; at < 5; at += 1)
      expect((await guess(victim.email, from('10.1.3.1'), { password: PASSWORD })).status).toBe(200)
    const restarted = await bootHost({ databaseUrl: first.databaseUrl })
    try {
      const answers = []
      for (let at = 0; at < 30; at += 1) answers.push(await guess(victim.email, elsewhere(), { host: restarted }))
      expect([count(answers, 401), count(answers, 429)]).toEqual([20, 10])
    } finally {
      await restarted.detach()
    }
  })

  it('A-13 one network gets twenty guesses of one email in six hours, so that it alone shuts nobody out', async () => {
    const victim = await loginPayer(first)
    const attacker = from('2001:db8:7::1')
    let allowed = 0
    for (let round = 0; round < 4; round += 1) {
      const answers = await Promise.all(Array.from({ length: 12 }, () => guess(victim.email, attacker)))
      allowed += count(answers, 401)
      await poolOf(first.payload).query(`delete from payer_portal_limits where key like 'login:%'`)
    }
    expect(allowed).toBe(LIMITS.loginLong.points)
    expect((await guess(victim.email, from('2001:db8:8::1'), { password: PASSWORD })).status).toBe(200)
  })

  it('A-13 where no trusted hop tells networks apart, the owner’s device and a mailed link still get in', async () => {
    const victim = await loginPayer(first)
    const device = deviceOf(await guess(victim.email, {}, { password: PASSWORD }))
    for (let at = 0; at < 15; at += 1) await guess(victim.email, {})
    expect((await guess(victim.email, {}, { password: PASSWORD })).status).toBe(429)
    expect((await guess(victim.email, device, { password: PASSWORD })).status).toBe(200)
    await post('forgot-password', { email: victim.email }, {})
    const token = linkToken((await mailHost.mailsTo(victim.email)).at(-1))
    expect((await post('reset-password', { token, password: 'Another-portal-1' }, {})).status).toBe(200)
  })

  it('A-13 who took a session over guesses its password forty times a day, at whichever route asks for it', async () => {
    const payer = await loginPayer(first)
    const routes: [string, object][] = [
      ['change-password', { password: 'Another-portal-1' }],
      ['change-email', { email: 'mine@example.test' }],
      ['second-factor/totp', {}],
      ['second-factor/passkey', {}],
      ['second-factor/recovery-codes', {}],
    ]
    let allowed = 0
    for (let round = 0; round < 8; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 15 }, (_, at) => {
          const [route, body] = routes[at % routes.length] ?? ['', {}]
          return (at % 2 ? post : postToSecond)(route, { ...body, currentPassword: 'Wrong-password-1' }, payer.headers)
        }),
      )
      allowed += count(answers, 400)
      expect(count(answers, 400) + count(answers, 429)).toBe(15)
      await poolOf(first.payload).query(
        `delete from payer_portal_limits where key like 'changePassword:%' or key like 'changeEmail:%'`,
      )
    }
    expect(allowed).toBe(LIMITS.changePasswordDay.points)
  })
})
