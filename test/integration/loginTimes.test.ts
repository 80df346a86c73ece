import { poolOf } from '../../src/base/database.ts'
import { sealAddress } from '../../src/login/clientAddress.ts'
import { LIMITS } from '../../src/login/loginLimits.ts'
import { type LoggedInPayer, loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { compareTimes, type Way } from '../helpers/compareTimes.ts'
import { factorCalls } from '../helpers/factorCalls.ts'
import { type Answer, bootHost, type Host } from '../helpers/host/bootHost.ts'
import { linkOf } from '../helpers/linkOf.ts'
import { loginStaff } from '../helpers/loginStaff.ts'

const MINUTES = 60_000

let host: Host
/** An address of each kind that a stranger might ask about; the first two have never been heard of. */
const emails: Record<string, string> = { unknown: 'nobody-1@example.test', control: 'nobody-2@example.test' }
const { post, payerWithTotp } = factorCalls(() => host)
const query = (text: string, values: unknown[] = []) => poolOf(host.payload).query(text, values)

async function suspended(): Promise<LoggedInPayer> {
  const payer = await loginPayer(host)
  await host.call(`/api/payers/${payer.id}`, {
    method: 'PATCH',
    body: { loginAccess: false },
    headers: await loginStaff(host),
  })
  return payer
}

beforeAll(async () => {
  host = await bootHost()
  const create = (data: object) => host.payload.create({ collection: 'payers', data, overrideAccess: true })
  emails.known = (await loginPayer(host)).email
  emails['with a second factor'] = (await payerWithTotp()).email
  emails.suspended = (await suspended()).email
  emails.invited = (await create({ email: 'invited@example.test', loginAccess: true })).email
  emails['without access'] = (await create({ email: 'uninvited@example.test' })).email
})
afterAll(() => host.close())

/** What a caller can see of an answer besides its time. */
const shapeOf = ({ status, text, headers }: Answer): string =>
  JSON.stringify([
    status,
    text.replace(/"retryAfter":\d+/, ''),
    [...headers].filter(([name]) => name !== 'retry-after').sort(),
  ])

/** Asks in each way, and expects one answer and no time by which to tell the ways apart. */
async function expectAlike(
  ways: Record<string, () => Promise<Answer>>,
  before: () => Promise<unknown>,
  delay?: number,
): Promise<void> {
  const shapes = new Map<string, Set<string>>()
  const watched = Object.entries(ways).map(
    ([name, ask]): Way => ({
      name,
      ask: async () => {
        const shape = shapeOf(await ask())
        shapes.set(name, (shapes.get(name) ?? new Set()).add(shape))
      },
    }),
  )
  const { isSharp, seen, differences, rounds } = await compareTimes(watched, { before, ...(delay ? { delay } : {}) })
  const all = new Set([...shapes.values()].flatMap((shape) => [...shape]))
  expect([...all]).toHaveLength(1)
  expect({ isSharp, seen, ...(isSharp && seen.length === 0 ? {} : { differences, rounds }) }).toEqual({
    isSharp: true,
    seen: [],
  })
}

const forEmails = (ask: (email: string) => Promise<Answer>) =>
  Object.fromEntries(Object.entries(emails).map(([name, email]) => [name, () => ask(email)]))
const forget = () => query('delete from payer_portal_limits')
let networks = 0
const elsewhere = () => {
  networks += 1
  return { 'x-payer-portal-client-ip': sealAddress(`10.9.${Math.floor(networks / 250) % 250}.${networks % 250}`) }
}

/** What hashing a password takes varies by more than a millisecond. */
const HASHING_MS = 10

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
