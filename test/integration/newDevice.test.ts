import { poolOf } from '../../src/base/database.ts'
import { loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { loginPerson } from '../factories/loginPerson.ts'
import { codeOf, factorCalls } from '../helpers/factorCalls.ts'
import type { Answer, Host } from '../helpers/host/bootHost.ts'
import { SERVER_URL } from '../helpers/host/hostConfig.ts'
import { bootMailHost, type MailHost } from '../helpers/mailHost.ts'
import { linkToken } from '../helpers/mailInbox.ts'

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0'

let mailHost: MailHost
let host: Host
const { post, payerWithTotp, challengeOf, pass } = factorCalls(() => host)
beforeAll(async () => {
  mailHost = await bootMailHost()
  host = mailHost.host
})
afterAll(() => mailHost.close())

const agent = (name: string) => ({ 'user-agent': name })
const login = (email: string, headers = {}, password = PASSWORD) => post('login', { email, password }, headers)
const cookiesOf = (answer: Answer): string =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
/** What the browser sends that got this answer. */
const own = (answer: Answer) => ({ cookie: cookiesOf(answer), origin: SERVER_URL })
const noticesTo = async (email: string) =>
  (await mailHost.mailsTo(email)).filter(({ subject }) => subject.startsWith('A new device logged in'))

describe('a login from a device that was not used for it before', () => {
  it('A-16 mails one notice that names the device and the time; the same device mails none', async () => {
    const payer = await loginPayer(host)
    const first = await login(payer.email, agent(FIREFOX))
    const [notice, ...more] = await noticesTo(payer.email)
    expect(more).toEqual([])
    expect(notice?.text).toMatch(
      /Firefox on Windows, \w+ \d{1,2}, \d{4} at \d{1,2}:\d{2} [AP]M Eastern (Standard|Daylight) Time\./,
    )
    expect(notice?.text).toContain('/portal/forgot-password')
    for (let round = 0; round < 3; round += 1) await login(payer.email, { ...agent(FIREFOX), ...own(first) })
    expect(await noticesTo(payer.email)).toHaveLength(1)
    await login(payer.email, agent('another device'))
    expect(await noticesTo(payer.email)).toHaveLength(2)
  })

  it('A-16 goes to the person who logged in, not to the owner of the payer', async () => {
    const owner = await loginPayer(host)
    const person = await loginPerson(host, { payer: owner.id, role: 'view' })
    expect((await login(person.email)).status).toBe(200)
    expect(await noticesTo(person.email)).toHaveLength(1)
    expect(await noticesTo(owner.email)).toHaveLength(0)
  })

  it('A-16 nothing is mailed for a wrong password, for a link that was mailed, or before the second factor', async () => {
    const payer = await loginPayer(host)
    await login(payer.email, {}, 'Wrong-password-1')
    await post('forgot-password', { email: payer.email })
    const token = linkToken((await mailHost.mailsTo(payer.email)).at(-1))
    const reset = await post('reset-password', { token, password: 'Another-portal-1' })
    expect(reset.status).toBe(200)
    expect((await login(payer.email, own(reset), 'Another-portal-1')).status).toBe(200)
    expect(await noticesTo(payer.email)).toHaveLength(0)
    const careful = await payerWithTotp()
    const challenge = await challengeOf(careful.email)
    expect(await noticesTo(careful.email)).toHaveLength(0)
    expect((await pass({ challenge, code: codeOf(careful.secret, 1) })).status).toBe(200)
    expect(await noticesTo(careful.email)).toHaveLength(1)
  })

  it('A-16 after another password the devices of before are told of anew, and keep their own attempts', async () => {
    const payer = await loginPayer(host)
    const known = own(await login(payer.email))
    const device = { ...known, cookie: known.cookie.replace(/__Host-payer-session=[^;]*; /, '') }
    await post('change-password', { currentPassword: PASSWORD, password: 'Another-portal-1' }, payer.headers)
    await poolOf(host.payload).query(`delete from payer_portal_mails where kind = 'new_device'`)
    for (let at = 0; at < 12; at += 1) await login(payer.email, {}, 'Wrong-password-1')
    const again = await login(payer.email, device, 'Another-portal-1')
    expect(again.status).toBe(200)
    const queued = `select count(*)::int as notices from payer_portal_mails where kind = 'new_device' and payer_id = $1`
    expect((await poolOf(host.payload).query(queued, [payer.id])).rows).toEqual([{ notices: 1 }])
    expect(cookiesOf(again)).toContain('__Host-payer-device=')
  })

  it('A-16 a program that keeps no cookies is told of once a day', async () => {
    const payer = await loginPayer(host)
    for (let round = 0; round < 4; round += 1) await login(payer.email, agent('bookkeeping/1.0'))
    expect(await noticesTo(payer.email)).toHaveLength(1)
  })
})
