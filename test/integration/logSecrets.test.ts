import { Writable } from 'node:stream'
import { poolOf } from '../../src/base/database.ts'
import { loggedError } from '../../src/base/loggedError.ts'
import { migrateJobs } from '../../src/jobs/migrateJobs.ts'
import { startWorker } from '../../src/jobs/startWorker.ts'
import { loginPayer } from '../factories/loginPayer.ts'
import { bootMailHost, type MailHost } from '../helpers/mailHost.ts'
import { linkToken, type ReceivedMail } from '../helpers/mailInbox.ts'

const CARD = '4242424242424242'
const PASSWORD = 'Seeded-portal-2026!'
const PARAMETER = 'seeded-parameter-7f3a'
const MAIL_TEXT = 'has opened its payment portal for you'

let mailHost: MailHost
let log = ''
beforeAll(async () => {
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      log += chunk.toString()
      done()
    },
  })
  mailHost = await bootMailHost({ config: { logger: { options: { level: 'trace' }, destination } } })
  await migrateJobs(mailHost.host.payload)
})
afterAll(() => mailHost.close())

async function mailTo(email: string, at: number): Promise<ReceivedMail> {
  for (let left = 400; left > 0; left -= 1) {
    const mail = (await mailHost.inbox.mailsTo(email))[at]
    if (mail) return mail
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`No mail ${at} for ${email}`)
}

describe('what the log holds', () => {
  it('O-08 of logins, mails, payments and failing statements at level trace, no secret', async () => {
    const { host, staff } = mailHost
    const { payload } = host
    const worker = await startWorker({ payload })
    const secrets = [PASSWORD, CARD, PARAMETER, MAIL_TEXT, staff.authorization.slice(4)]
    try {
      const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
        host.call(`/api/${path}`, { method: 'POST', body, headers })
      await post('payers', { email: 'seeded@example.test', loginAccess: true }, staff)
      const token = linkToken(await mailTo('seeded@example.test', 0))
      const accepted = await post('payers/accept-invite', { token, password: PASSWORD })
      expect(accepted.status).toBe(200)
      const session = String(accepted.body.token)
      const headers = { authorization: `JWT ${session}` }
      const cookie = { cookie: `__Host-payer-session=${session}`, 'sec-fetch-site': 'same-origin' }
      secrets.push(token, session)
      await post('payers/login', { email: 'seeded@example.test', password: `${PASSWORD}-wrong` })
      await post('payers/login', { email: 'seeded@example.test', password: PASSWORD, extra: { deep: PASSWORD } })
      await post('payers/change-password', { currentPassword: PASSWORD, password: `${PASSWORD}2` }, cookie)
      await poolOf(payload).query(`update payer_portal_mails set sent_at = sent_at - interval '1 hour'`)
      await post('payers/forgot-password', { email: 'seeded@example.test' })
      const reset = linkToken(await mailTo('seeded@example.test', 3))
      secrets.push(reset)
      await post('payers/reset-password', { token: reset, password: 'short' })
      await post('portal/payments', { amount: 1, currency: 'usd', allocations: [], card: CARD }, headers)
      await post('portal/allocate', { amount: CARD, currency: PARAMETER }, headers)
      await post('portal/webhooks/stripe', { card: CARD, secret: PARAMETER }, { 'stripe-signature': PARAMETER })
      const other = await loginPayer(host)
      for (const body of [
        { payer: other.id, clientNumber: PARAMETER, effect: 5 },
        { payer: 999_999, clientNumber: PARAMETER },
        { payer: other.id, clientNumber: 'a', effect: PARAMETER },
      ])
        expect((await post('associations', body, staff)).status).toBe(400)
      await host.call(`/api/invoices?where[status][equals]=${PARAMETER}`, { headers: staff })
      await host.call(`/api/transactions?where[payer][equals]=${PARAMETER}`, { headers: staff })
      await post('globals/portal-settings', { firmName: `${PARAMETER}\0` }, staff)
      await post('payers', { email: 'seeded@example.test', lastName: PARAMETER, mergedInto: 99_999_999_999 }, staff)
    } finally {
      await worker.stop()
    }
    expect(log).toContain('"level":50')
    expect(log).toContain('Failed query')
    const telling = log.split('\n').filter((line) => secrets.some((secret) => line.includes(secret)))
    expect(telling).toEqual([])
    expect(log).not.toMatch(/pps_[\w-]{43}|eyJ[\w-]+\.|\$argon2/)
  })

  it('O-08 an error of the database is logged without its values, with what helps to find it', async () => {
    const failing = (text: string, values: unknown[] = []) =>
      poolOf(mailHost.host.payload)
        .query(text, values)
        .then(
          () => null,
          (error: unknown) => loggedError(error),
        )
    const cast = await failing('select $1::int', [PARAMETER])
    expect(cast).toMatchObject({ type: 'DatabaseError', code: '22P02' })
    const twice = await failing(`insert into payer_portal_logins (email) values ($1), ($1)`, [PARAMETER])
    expect(twice).toMatchObject({ code: '23505', constraint: 'payer_portal_logins_email' })
    expect(JSON.stringify([cast, twice])).not.toContain(PARAMETER)
  })
})
