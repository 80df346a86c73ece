import { randomUUID } from 'node:crypto'
import { poolOf } from '../../src/base/database.ts'
import { PASSWORD } from '../factories/loginPayer.ts'
import { loginStaff, type StaffHeaders } from '../helpers/loginStaff.ts'
import { bootPaymentHost, type PaymentHost, partedPending } from '../helpers/paymentHost.ts'

let host: PaymentHost
let staff: StaffHeaders

const LATE_MS = 3000

/** Runs `work` while another connection writes to every row of both tables and has not committed. */
async function whileLocked<Result>(work: () => Promise<Result>): Promise<Result | 'waited'> {
  const client = await poolOf(host.payload).connect()
  let timer: NodeJS.Timeout | undefined
  try {
    await client.query('begin')
    await client.query('update invoices set memo = memo')
    await client.query('update payers set phone = phone')
    const late = new Promise<'waited'>((resolve) => {
      timer = setTimeout(() => resolve('waited'), LATE_MS)
    })
    return await Promise.race([work(), late])
  } finally {
    clearTimeout(timer)
    await client.query('rollback')
    client.release()
  }
}

beforeAll(async () => {
  host = await bootPaymentHost({ poolSize: 20 })
  staff = await loginStaff(host)
})
afterAll(() => host.close())

describe('changes of many rows at once', () => {
  it('S-13 who may not change anything waits for no lock and holds none', async () => {
    const payer = await host.payer()
    const other = await host.payer()
    const invoice = await host.invoice(payer.client)
    const paths: [method: string, path: string][] = [
      ['PATCH', '/api/invoices?where[id][exists]=true'],
      ['PATCH', '/api/invoices?where[clientNumber][equals]=nobody'],
      ['PATCH', `/api/invoices/${invoice}`],
      ['DELETE', '/api/invoices?where[id][exists]=true'],
      ['DELETE', `/api/invoices/${invoice}`],
      ['PATCH', '/api/payers?where[id][exists]=true'],
      ['DELETE', '/api/payers?where[id][exists]=true'],
      ['PATCH', `/api/payers/${other.id}`],
      ['DELETE', `/api/payers/${payer.id}`],
    ]
    for (const [method, path] of paths)
      for (const headers of [{}, payer.headers]) {
        const answer = await whileLocked(() => host.call(path, { method, headers, body: { phone: '1' } }))
        const what = `${'authorization' in headers ? 'payer' : 'anonymous'} ${method} ${path}`
        expect([what, answer === 'waited' ? answer : answer.status]).toEqual([what, 403])
      }
  })

  it('a change of some rows waits for those alone', async () => {
    const payer = await host.payer()
    const [mine, theirs] = [await host.invoice(payer.client), await host.invoice('C-elsewhere')]
    const client = await poolOf(host.payload).connect()
    try {
      await client.query('begin')
      await client.query('update invoices set memo = $2 where id = $1', [theirs, 'busy'])
      const path = `/api/invoices?where[clientNumber][equals]=${payer.client}`
      const answer = await host.call(path, { method: 'PATCH', headers: staff, body: { hold: 'Asked' } })
      expect([answer.status, answer.body.docs.map(({ id }: { id: number }) => id)]).toEqual([200, [mine]])
    } finally {
      await client.query('rollback')
      client.release()
    }
  })

  it('a row that begins to match while the change waits is left alone', async () => {
    const client = `C-${randomUUID()}`
    const [first, later] = [await host.invoice(client), await host.invoice('C-later')]
    const busy = await poolOf(host.payload).connect()
    await busy.query('begin')
    await busy.query('select 1 from invoices where id = $1 for update', [first])
    const path = `/api/invoices?where[clientNumber][equals]=${client}`
    const change = host.call(path, { method: 'PATCH', headers: staff, body: { hold: 'Asked' } })
    const waits = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    while ((await poolOf(host.payload).query(waits)).rowCount === 0) await new Promise(setImmediate)
    await busy.query('update invoices set client_number = $2 where id = $1', [later, client])
    await busy.query('commit')
    busy.release()
    expect((await change).body.docs.map(({ id }: { id: number }) => id)).toEqual([first])
  })

  it('changes by staff beside payments, in any order of rows, never fail and lose nothing', async () => {
    const payers = await Promise.all(Array.from({ length: 4 }, () => host.payer()))
    const work = payers.map(async (payer, at) => {
      const ids = await Promise.all(Array.from({ length: 6 }, () => host.invoice(payer.client)))
      const pay = (lines: number[]) =>
        host.token().then((confirmationToken) =>
          host.pay(payer, {
            allocations: lines.map((invoice) => ({ invoice, amount: 100 })),
            confirmationToken,
          }),
        )
      const path = `/api/invoices?where[clientNumber][equals]=${payer.client}&sort=${at % 2 ? '-id' : 'id'}`
      const hold = () => host.call(path, { method: 'PATCH', headers: staff, body: { hold: null } })
      const answers = await Promise.all([pay(ids), hold(), pay(ids.toReversed()), hold(), pay(ids), hold()])
      const statuses = answers.map(({ status }) => status)
      const errors = answers.flatMap(({ body }) => body.errors ?? [])
      return { ids, statuses, errors }
    })
    for (const { ids, statuses, errors } of await Promise.all(work)) {
      expect([statuses, errors]).toEqual([[201, 200, 201, 200, 201, 200], []])
      for (const id of ids) expect(await host.pendingOf(id)).toBe(300)
    }
    expect(await partedPending(host.payload)).toEqual([])
  })

  it('changes of all payers by staff beside logins never fail, and both are kept', async () => {
    const payers = await Promise.all(Array.from({ length: 5 }, () => host.payer()))
    const logIn = (email: string) =>
      host.call('/api/payers/login', { method: 'POST', body: { email, password: PASSWORD } })
    const all = `/api/payers?where[id][in]=${payers.map(({ id }) => id).join(',')}`
    for (const round of [1, 2, 3]) {
      const body = { phone: `round ${round}`, loginAccess: true }
      const change = (sort: string) => host.call(`${all}&sort=${sort}`, { method: 'PATCH', headers: staff, body })
      const answers = await Promise.all([
        change('id'),
        ...payers.map(({ email }) => logIn(email)),
        change('-id'),
        ...payers.map(({ id }) =>
          host.call(`/api/payers/${id}`, { method: 'PATCH', headers: staff, body: { address: `street ${round}` } }),
        ),
      ])
      expect(answers.map(({ status, body: { errors = [] } }) => [status, errors])).toEqual(answers.map(() => [200, []]))
      const { rows } = await poolOf(host.payload).query(
        'select distinct phone, address, login_access from payers where id = any($1)',
        [payers.map(({ id }) => id)],
      )
      expect(rows).toEqual([{ phone: `round ${round}`, address: `street ${round}`, login_access: true }])
    }
  })
})
