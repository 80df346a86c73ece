import { poolOf } from '../../src/base/database.ts'
import { LIMITS } from '../../src/login/loginLimits.ts'
import { type LoggedInPayer, loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { strangerEmails } from '../factories/strangerEmails.ts'
import { expectAlike, expectOneShape, HASHING_MS } from '../helpers/expectAlike.ts'
import { type Answer, bootHost, type Host } from '../helpers/host/bootHost.ts'
import { linkOf, tokenOf } from '../helpers/linkOf.ts'
import { payerCalls } from '../helpers/payerCalls.ts'

const MINUTES = 60_000

let host: Host
/** Who asks, for a new address that may be anybody's. */
let asking: LoggedInPayer
let emails: Record<string, string>
const { post } = payerCalls(() => host)
const query = (text: string, values: unknown[] = []) => poolOf(host.payload).query(text, values)

/** An address that was guessed at until it was locked. */
async function lockedEmail(): Promise<string> {
  const { email } = await loginPayer(host)
  for (let guess = 0; guess <= LIMITS.login.points; guess += 1) await post('login', { email, password: 'Wrong-word-1' })
  expect((await post('login', { email, password: PASSWORD })).status).toBe(429)
  return email
}

beforeAll(async () => {
  host = await bootHost()
  emails = { ...(await strangerEmails(host)), locked: await lockedEmail() }
  asking = await loginPayer(host)
})
afterAll(() => host.close())

/** As if a day had passed, but for whom is locked. */
const later = async () => {
  await query(`delete from payer_portal_limits where key like 'change%' or key like 'token%'`)
  await query('delete from payer_portal_mails')
}
const forEmails = (ask: (email: string) => Promise<Answer>) =>
  Object.fromEntries(Object.entries(emails).map(([name, email]) => [name, () => ask(email)]))
const change = (payer: LoggedInPayer, email: string) =>
  post('change-email', { email, currentPassword: PASSWORD }, payer.headers)

describe('what the change of an email tells about the new address', () => {
  it(
    'A-11 to ask for it takes as long, and is answered alike, whoever has the address',
    async () => {
      expect((await change(asking, emails.unknown ?? '')).status).toBe(200)
      await expectAlike(
        forEmails((email) => change(asking, email)),
        later,
        HASHING_MS,
      )
    },
    15 * MINUTES,
  )

  it(
    'A-11 so does a link that was made up, used, cancelled, over, or is for another purpose',
    async () => {
      const made = (text: string) => text.repeat(43).slice(0, 43)
      const link = (purpose: 'email' | 'reset') => linkOf(host, { purpose, payer: emails.known ?? '' })
      const [used, over, other] = [await link('email'), await link('email'), await link('reset')]
      const canceled = await link('email')
      await query('update payer_portal_tokens set used_at = now() where id = any($1)', [[used.id, canceled.id]])
      await query(`update payer_portal_tokens set expires_at = now() - interval '1 hour' where id = $1`, [over.id])
      const tokens = {
        unknown: made('a1'),
        control: made('b2'),
        used: used.token,
        canceled: canceled.token,
        over: over.token,
        'of a reset': other.token,
      }
      const ways = (route: string) =>
        Object.fromEntries(Object.entries(tokens).map(([name, token]) => [name, () => post(route, { token })]))
      await expectAlike(ways('confirm-email'), later)
      await expectAlike(ways('undo-email'), later)
    },
    15 * MINUTES,
  )

  it('A-11 the link of a change is answered alike, whoever has the address that it confirms', async () => {
    const ways: Record<string, () => Promise<Answer>> = {}
    for (const [name, email] of Object.entries(emails)) {
      const payer = await loginPayer(host)
      expect((await change(payer, email)).status).toBe(200)
      const { rows } = await query(`select max(id) as id from payer_portal_tokens where purpose = 'email'`)
      const token = await tokenOf(host, { id: rows[0].id, purpose: 'email' })
      ways[name] = () => post('confirm-email', { token })
    }
    await expectOneShape(ways)
  })
})
