import pg from 'pg'
import { poolOf, withTransaction } from '../../src/base/database.ts'
import { createLogin } from '../factories/createLogin.ts'
import { PASSWORD } from '../factories/loginPayer.ts'
import { loginStaff } from '../helpers/loginStaff.ts'
import { bootPaymentHost, type PaymentHost } from '../helpers/paymentHost.ts'

let host: PaymentHost
beforeAll(async () => {
  host = await bootPaymentHost({ poolSize: 2 })
})
afterAll(() => host.close())

const several = <Item>(make: (at: number) => Item): Item[] => Array.from({ length: 20 }, (_, at) => make(at))

describe('a pool of two connections', () => {
  it('O-10 20 invites, 20 logins and 20 payments at once all finish', async () => {
    const staff = await loginStaff(host)
    const payer = await host.payer()
    const lines = await Promise.all(several(async () => ({ invoice: await host.invoice(payer.client), amount: 100 })))
    const tokens = await Promise.all(several(() => host.token()))
    const people = await Promise.all(several(() => createLogin(host)))
    const invites = several((at) => {
      const body = { email: `many-${at}@example.test`, loginAccess: true }
      return host.call('/api/payers', { method: 'POST', body, headers: staff })
    })
    const logins = people.map(({ email }) =>
      host.call('/api/payers/login', { method: 'POST', body: { email, password: PASSWORD } }),
    )
    const payments = lines.map((line, at) => host.pay(payer, { allocations: [line], confirmationToken: tokens[at] }))
    const statuses = async (calls: Promise<{ status: number }>[]) =>
      [...new Set((await Promise.all(calls)).map(({ status }) => status))].sort()
    expect(await Promise.all([invites, logins, payments].map(statuses))).toEqual([[201], [200], [201]])
    const { rows } = await poolOf(host.payload).query(
      `select (select count(*)::int from payer_portal_mails where kind = 'invite') as mails, (select count(*)::int from transactions where status = 'succeeded') as paid`,
    )
    expect(rows).toEqual([{ mails: 20, paid: 20 }])
  })

  it('O-10 our transactions wait 10 seconds for a lock and 30 idle, and one that waits in vain is told to try again', async () => {
    const shown = await withTransaction(host.payload, async (tx) => {
      const { rows } = await tx.query({
        text: `select current_setting('lock_timeout') as lock, current_setting('idle_in_transaction_session_timeout') as idle`,
      })
      return rows
    })
    expect(shown).toEqual([{ lock: '10s', idle: '30s' }])
    const after = await poolOf(host.payload).query(`select current_setting('lock_timeout') as lock`)
    expect(after.rows).toEqual([{ lock: '0' }])
    const vain = withTransaction(host.payload, (tx) =>
      tx.query({
        text: `do $$ begin raise exception 'canceling statement due to lock timeout' using errcode = '55P03'; end $$`,
      }),
    )
    await expect(vain).rejects.toMatchObject({ code: 'busy', status: 503, data: { retryAfter: 1 } })
  })

  it('O-10 a login whose record somebody holds for longer answers 503 and succeeds when it is free', async () => {
    const { email, id } = await createLogin(host)
    const holder = new pg.Client({ connectionString: host.databaseUrl })
    await holder.connect()
    try {
      await holder.query('begin')
      await holder.query('select 1 from payers where id = $1 for update', [id])
      const login = () => host.call('/api/payers/login', { method: 'POST', body: { email, password: PASSWORD } })
      const refused = await login()
      expect([refused.status, refused.body.errors[0].data]).toEqual([503, { code: 'busy', retryAfter: 1 }])
      await holder.query('rollback')
      expect((await login()).status).toBe(200)
    } finally {
      await holder.end()
    }
  }, 30_000)
})
