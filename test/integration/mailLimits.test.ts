import { poolOf } from '../../src/base/database.ts'
import { sealAddress } from '../../src/login/clientAddress.ts'
import { ANONYMOUS_PER_DAY } from '../../src/login/nextMailAt.ts'
import { loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import type { Host } from '../helpers/host/bootHost.ts'
import { bootMailHost, type MailHost } from '../helpers/mailHost.ts'

let mailHost: MailHost
let host: Host
beforeAll(async () => {
  mailHost = await bootMailHost()
  host = mailHost.host
})
afterAll(() => mailHost.close())

let networks = 0
const elsewhere = () => {
  networks += 1
  return { 'x-payer-portal-client-ip': sealAddress(`10.7.${Math.floor(networks / 250)}.${networks % 250}`) }
}
const query = (text: string, values: unknown[] = []) => poolOf(host.payload).query(text, values)
const staffCall = (path: string, body: unknown = {}) =>
  host.call(`/api/payers/${path}`, { method: 'POST', body, headers: mailHost.staff })
const forgot = (email: string, headers = elsewhere()) =>
  host.call('/api/payers/forgot-password', { method: 'POST', body: { email }, headers })
const mailsOf = async (email: string, kind: string) =>
  (await query(`select status from payer_portal_mails where lower(recipient) = $1 and kind = $2`, [email, kind])).rows
const minutesPass = (email: string) =>
  query(
    `update payer_portal_mails set sent_at = sent_at - interval '2 minutes', created_at = created_at - interval '2 minutes' where lower(recipient) = $1`,
    [email],
  )

describe('how many mails others cause', () => {
  it('A-13 A-12 whoever asks for resets of somebody else leaves mails for staff, and answers never tell', async () => {
    const victim = await loginPayer(host)
    for (let round = 0; round < 6; round += 1) {
      const answers = await Promise.all(
        [victim.email, 'nobody-here@example.test'].flatMap((email) =>
          Array.from({ length: 5 }, async () => (await forgot(email)).text),
        ),
      )
      expect(new Set(answers).size).toBe(1)
      await mailHost.mailsTo(victim.email)
      await minutesPass(victim.email)
    }
    expect(await mailsOf(victim.email, 'reset')).toHaveLength(ANONYMOUS_PER_DAY)
    expect((await staffCall(`${victim.id}/reset-password`)).status).toBe(200)
    expect(await mailsOf(victim.email, 'reset')).toHaveLength(ANONYMOUS_PER_DAY + 1)
    const refused = await staffCall(`${victim.id}/reset-password`)
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true])
  })

  it('A-13 one network asks five times for one email, and is told when to ask again', async () => {
    const network = elsewhere()
    for (const email of [(await loginPayer(host)).email, 'nobody-there@example.test']) {
      const answers = []
      for (let at = 0; at < 7; at += 1) answers.push(await forgot(email, network))
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429])
      expect(Number(answers[6]?.headers.get('retry-after'))).toBeGreaterThan(600)
    }
  })

  it('A-13 requests for one email above what could be mailed leave no jobs behind', async () => {
    const jobs = async () =>
      (
        await query(
          `select count(*)::int as jobs from graphile_worker._private_jobs where payload->>'email' = 'flooded@example.test'`,
        )
      ).rows[0]?.jobs
    const answers = await Promise.all(Array.from({ length: 40 }, () => forgot('flooded@example.test')))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(await jobs()).toBe(20)
  })

  it('A-13 A-11 a payer who asks for the address of somebody else learns nothing from mails to it', async () => {
    const victim = await loginPayer(host)
    await forgot(victim.email)
    await mailHost.mailsTo(victim.email)
    const attacker = await loginPayer(host)
    const ask = (email: string) =>
      host.call('/api/payers/change-email', {
        method: 'POST',
        body: { email, currentPassword: PASSWORD },
        headers: attacker.headers,
      })
    const answers = []
    for (const email of [victim.email, 'free@example.test']) answers.push(await ask(email))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    // Inside the cool-down of the address the mail waits.
    expect(await mailHost.mailsTo(victim.email)).toHaveLength(1)
  })

  it('A-13 A-11 who manages the people of a payer learns nothing about other mails to an address', async () => {
    const victim = await loginPayer(host)
    const manager = await loginPayer(host)
    const call = (path: string, body: unknown = {}) =>
      host.call(`/api/portal/people${path}`, { method: 'POST', body, headers: manager.headers })
    const ids: number[] = []
    for (const email of [victim.email, 'nobody-known@example.test'])
      ids.push((await call('', { email, name: 'Somebody', role: 'view', currentPassword: PASSWORD })).body.person.id)
    await mailHost.mailsTo(victim.email)
    for (const email of [victim.email, 'nobody-known@example.test']) await minutesPass(email)
    await forgot(victim.email)
    await mailHost.mailsTo(victim.email)
    const again = []
    for (const id of ids) again.push(await call(`/${id}/invite`))
    expect(again.map(({ status }) => status)).toEqual([200, 200])
  })

  it('A-13 a second welcome mail inside the cool-down is refused with the time to wait', async () => {
    const { body } = await host.call('/api/payers', {
      method: 'POST',
      body: { email: 'welcome@example.test', loginAccess: true },
      headers: mailHost.staff,
    })
    const refused = await staffCall(`${body.doc.id}/invite`)
    const wait = Number(refused.headers.get('retry-after'))
    expect([refused.status, wait > 0 && wait <= 60]).toEqual([429, true])
  })
})
