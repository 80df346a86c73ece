import { poolOf } from '../../src/base/database.ts'
import { sealAddress } from '../../src/login/clientAddress.ts'
import { LIMITS } from '../../src/login/loginLimits.ts'
import { PASSWORD } from '../factories/loginPayer.ts'
import { strangerEmails } from '../factories/strangerEmails.ts'
import { expectAlike, HASHING_MS } from '../helpers/expectAlike.ts'
import { type Answer, bootHost, type Host } from '../helpers/host/bootHost.ts'
import { linkOf } from '../helpers/linkOf.ts'
import { payerCalls } from '../helpers/payerCalls.ts'

const MINUTES = 60_000

let host: Host
let emails: Record<string, string>
const { post } = payerCalls(() => host)
const query = (text: string, values: unknown[] = []) => poolOf(host.payload).query(text, values)

beforeAll(async () => {
  host = await bootHost()
  emails = await strangerEmails(host)
})
afterAll(() => host.close())

const forEmails = (ask: (email: string) => Promise<Answer>) =>
  Object.fromEntries(Object.entries(emails).map(([name, email]) => [name, () => ask(email)]))
const forget = () => query('delete from payer_portal_limits')
let networks = 0
const elsewhere = () => {
  networks += 1
  return { 'x-payer-portal-client-ip': sealAddress(`10.9.${Math.floor(networks / 250) % 250}.${networks % 250}`) }
}

describe('what the time of an answer tells a stranger', () => {
  it(
    'A-11 a wrong password takes as long, and is answered alike, whoever has the email',
    async () => {
      const ways = forEmails((email) => post('login', { email, password: 'Wrong-password-1' }, elsewhere()))
      await expectAlike(ways, forget, HASHING_MS)
    },
    15 * MINUTES,
  )

  it(
    'A-11 so does a password above the limits',
    async () => {
      await forget()
      for (const email of Object.values(emails)) {
        await post('login', { email, password: 'Wrong-password-1' })
        await post('login', { email, password: 'Wrong-password-1' }, elsewhere())
      }
      await query('update payer_portal_limits set points = points + $1', [LIMITS.loginAddress.points])
      await expectAlike(
        forEmails((email) => post('login', { email, password: PASSWORD })),
        () => Promise.resolve(),
      )
      await expectAlike(
        forEmails((email) => post('login', { email, password: PASSWORD }, elsewhere())),
        () => Promise.resolve(),
      )
    },
    15 * MINUTES,
  )

  it(
    'A-11 so does a request for a link to set a new password',
    async () => {
      await expectAlike(
        forEmails((email) => post('forgot-password', { email }, elsewhere())),
        forget,
      )
    },
    15 * MINUTES,
  )

  it(
    'A-11 so does a link that was made up, used, revoked, over, or is for another purpose',
    async () => {
      const made = (text: string) => text.repeat(43).slice(0, 43)
      const link = (purpose: 'reset' | 'invite') => linkOf(host, { purpose, payer: emails.known ?? '' })
      const [used, over, other] = [await link('reset'), await link('reset'), await link('invite')]
      await query('update payer_portal_tokens set used_at = now() where id = $1', [used.id])
      await query(`update payer_portal_tokens set expires_at = now() - interval '1 hour' where id = $1`, [over.id])
      const tokens = {
        unknown: made('a1'),
        control: made('b2'),
        used: used.token,
        over: over.token,
        'of an invite': other.token,
      }
      const ask = (route: string) =>
        Object.fromEntries(
          Object.entries(tokens).map(([name, token]) => [
            name,
            () => post(route, { token, password: 'Another-portal-1' }, elsewhere()),
          ]),
        )
      await expectAlike(ask('reset-password'), forget)
    },
    15 * MINUTES,
  )
})
