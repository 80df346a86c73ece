import { poolOf, withTransaction } from '../../src/base/database.ts'
import { sealAddress } from '../../src/login/clientAddress.ts'
import { nextMailAt } from '../../src/login/nextMailAt.ts'
import { loginPayer } from '../factories/loginPayer.ts'
import type { Host } from '../helpers/host/bootHost.ts'
import { bootMailHost, type MailHost } from '../helpers/mailHost.ts'

const COOLDOWN_MS = 60_000
const DAY_MS = 86_400_000
const PER_DAY = 5

let mailHost: MailHost
let host: Host
beforeAll(async () => {
  mailHost = await bootMailHost()
  host = mailHost.host
})
afterAll(() => mailHost.close())

const query = async (text: string, values: unknown[] = []) => (await poolOf(host.payload).query(text, values)).rows
const staffCall = (method: string, path: string, body: unknown = {}) =>
  host.call(`/api/payers${path}`, { method, body, headers: mailHost.staff })
const made = async (email: string, body: object = {}): Promise<number> =>
  (await staffCall('POST', '', { email, ...body })).body.doc.id
const forgot = (email: string) =>
  host.call('/api/payers/forgot-password', {
    method: 'POST',
    body: { email },
    headers: { 'x-payer-portal-client-ip': sealAddress('10.9.0.1') },
  })

/** When each mail with a link leaves, or left, from the first to the last. */
async function turnsOf(email: string): Promise<number[]> {
  const rows = await query(
    `select coalesce(sent_at, due_at, created_at) as at from payer_portal_mails where recipient = $1 and kind in ('invite', 'reset', 'confirm_email') order by 1`,
    [email],
  )
  return rows.map(({ at }) => at.getTime())
}

/** A minute between two, and a day between one and the fifth after it. */
function expectTurns(turns: number[]): void {
  for (const [at, turn] of turns.entries()) {
    // What is sent at once is dated by its transaction's begin, some milliseconds before.
    if (at >= 1) expect(turn - (turns[at - 1] ?? 0)).toBeGreaterThanOrEqual(COOLDOWN_MS - 1000)
    if (at >= PER_DAY) expect(turn - (turns[at - PER_DAY] ?? 0)).toBeGreaterThanOrEqual(DAY_MS - 1000)
  }
}

describe('mails with a link to one address', () => {
  it('A-12 take turns when several payers with one email are switched on one after the other', async () => {
    const email = 'one-after-the-other@example.test'
    for (let at = 0; at < 7; at += 1) await made(email, { loginAccess: true })
    const turns = await turnsOf(email)
    expect(turns).toHaveLength(7)
    expectTurns(turns)
  })

  it('A-12 take turns when they are switched on at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const email = `at-once-${round}@example.test`
      const payers: number[] = []
      for (let at = 0; at < 7; at += 1) payers.push(await made(email))
      const answers = await Promise.all(payers.map((id) => staffCall('PATCH', `/${id}`, { loginAccess: true })))
      expect(answers.map(({ status }) => status)).toEqual(payers.map(() => 200))
      const turns = await turnsOf(email)
      expect(turns).toHaveLength(7)
      expectTurns(turns)
    }
  })

  it('A-10 A-12 of two changes of many payers at once, which meet the addresses in another order, none gives way', async () => {
    for (let round = 0; round < 12; round += 1) {
      const [a, b] = [`cross-a${round}@example.test`, `cross-b${round}@example.test`]
      const ids: number[] = []
      for (const [email, phone] of [
        [a, 'one'],
        [b, 'one'],
        [b, 'two'],
        [a, 'two'],
      ] as const)
        ids.push(await made(email, { phone: `${phone}-${round}` }))
      const bulk = (phone: string) =>
        staffCall('PATCH', `?where[phone][equals]=${phone}-${round}`, { loginAccess: true })
      const answers = await Promise.all([bulk('one'), bulk('two')])
      expect(answers.map(({ status, body }) => [status, body.errors])).toEqual([
        [200, []],
        [200, []],
      ])
      expect(await query('select count(*)::int as on from payers where id = any($1) and login_access', [ids])).toEqual([
        { on: 4 },
      ])
      for (const email of [a, b]) expectTurns(await turnsOf(email))
    }
  })

  it('A-12 are kept apart in a change of any size: no address takes a place among the locks of the server', async () => {
    const locks = await withTransaction(host.payload, async (tx) => {
      for (let at = 0; at < 50; at += 1) await nextMailAt(tx, { email: `many-${at}@example.test`, cooldown: 60 })
      return (
        await tx.query<{ held: number }>({
          text: `select count(*)::int as held from pg_locks where pid = pg_backend_pid() and locktype <> 'virtualxid'`,
        })
      ).rows[0]?.held
    })
    expect(locks).toBeLessThan(20)
  })

  it('A-12 leave one by one when they are due together after an outage', async () => {
    const email = 'outage@example.test'
    for (let at = 0; at < 4; at += 1) await made(email, { loginAccess: true })
    await query(
      `update payer_portal_mails set due_at = now() - interval '1 hour', created_at = now() - interval '1 hour' where recipient = $1`,
      [email],
    )
    await query('update graphile_worker._private_jobs set run_at = now() where run_at > now()')
    expect(await mailHost.mailsTo(email)).toHaveLength(1)
    const turns = await turnsOf(email)
    expect(turns).toHaveLength(4)
    expectTurns(turns)
  })

  it('A-12 the link of one that waits is good as long as that of any other, from when it leaves', async () => {
    const email = 'good-for-long@example.test'
    for (let at = 0; at < 6; at += 1) await made(email, { loginAccess: true })
    const lives = await query(
      `select extract(epoch from t.expires_at - coalesce(m.due_at, m.created_at))::int as seconds from payer_portal_mails m join payer_portal_tokens t on t.id = m.token_id where m.recipient = $1`,
      [email],
    )
    const [first] = lives
    for (const { seconds } of lives) expect(Math.abs(seconds - first?.seconds)).toBeLessThan(5)
  })

  it('A-12 an invite that is taken back gives its turn to the next one', async () => {
    const email = 'taken-back@example.test'
    const payers: number[] = []
    for (let at = 0; at < 5; at += 1) payers.push(await made(email, { loginAccess: true }))
    for (const id of payers.slice(1)) await staffCall('PATCH', `/${id}`, { loginAccess: false })
    const again = payers[4]
    await staffCall('PATCH', `/${again}`, { loginAccess: true })
    const turns = await turnsOf(email)
    expect(turns).toHaveLength(2)
    expect((turns[1] ?? 0) - (turns[0] ?? 0)).toBeLessThan(2 * COOLDOWN_MS)
    expectTurns(turns)
  })

  it('A-13 A-12 invites that wait for another day keep nobody from a new password, and give way to its mail', async () => {
    const victim = await loginPayer(host)
    const { email } = victim
    for (let at = 0; at < 9; at += 1) {
      await made(`${at}-else@example.test`)
      await made(email, { loginAccess: true })
    }
    const kinds = async () =>
      (
        await query(`select kind from payer_portal_mails where recipient = $1 and status = 'sent' order by sent_at`, [
          email,
        ])
      ).map(({ kind }) => kind)
    await mailHost.mailsTo(email)
    const before = await kinds()
    // Nothing was sent for a while, and the next invite is due tomorrow.
    await query(
      `update payer_portal_mails set sent_at = sent_at - interval '1 hour', created_at = created_at - interval '1 hour',
        due_at = case when status = 'queued' then now() + interval '12 hours' + id * interval '1 minute' else due_at - interval '1 hour' end where recipient = $1`,
      [email],
    )
    await forgot(email)
    await mailHost.mailsTo(email)
    expect(await kinds()).toEqual([...before, 'reset'])
  })
})
