import { poolOf } from '../../src/base/database.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { type LoggedInPayer, PASSWORD } from '../factories/loginPayer.ts'
import { loginStaff, type StaffHeaders } from '../helpers/loginStaff.ts'
import { bootPaymentHost, type PaymentHost, partedPending } from '../helpers/paymentHost.ts'

let host: PaymentHost
let staff: StaffHeaders
beforeAll(async () => {
  host = await bootPaymentHost()
  staff = await loginStaff(host)
})
afterAll(() => host.close())

const act = (id: number, route: string, body: unknown = {}) =>
  host.call(`/api/payers/${id}/${route}`, { method: 'POST', body, headers: staff })
const query = async (text: string, values: unknown[] = []) => (await poolOf(host.payload).query(text, values)).rows
const codeOf = (body: Record<string, any>) => body.errors?.[0]?.data?.code
const nameOf = async (id: number) => (await query('select name from payers where id = $1', [id]))[0].name
const archived = async (payer: LoggedInPayer) => expect((await act(payer.id, 'archive')).status).toBe(200)
const keep = async (payer: LoggedInPayer) =>
  host.as(payer, '/api/portal/payment-methods', {
    method: 'POST',
    body: { confirmationToken: await host.token(), consent: true },
  })

type Ended = LoggedInPayer & { client: string }
const STATES: Record<string, (payer: Ended) => Promise<unknown>> = {
  archived,
  // The survivor has no login access; where it has, the login moves there, which a test of its own shows.
  merged: async (payer) => {
    const into = await host.payer()
    await archived(into)
    await act(into.id, 'unarchive')
    expect((await act(payer.id, 'merge', { into: into.id })).status).toBe(200)
  },
  erased: async (payer) => {
    await archived(payer)
    expect((await act(payer.id, 'erase', { confirm: await nameOf(payer.id) })).status).toBe(200)
  },
}
const DOORS: Record<string, (payer: Ended) => Promise<number>> = {
  'log in': async ({ email }) =>
    (await host.call('/api/payers/login', { method: 'POST', body: { email, password: PASSWORD } })).status,
  'a session': async (payer) => (await host.as(payer, '/api/portal/invoices')).status,
  'the own record': async (payer) => (await host.as(payer, `/api/payers/${payer.id}`)).status,
  invite: async ({ id }) => (await act(id, 'invite')).status,
  'reset by staff': async ({ id }) => (await act(id, 'reset-password')).status,
  'change of the email': async ({ id }) => (await act(id, 'change-email', { email: 'x@example.test' })).status,
  preview: async ({ id }) => (await host.call(`/api/payers/${id}/preview`, { headers: staff })).status,
  'preview of drafts': async ({ id }) => (await act(id, 'preview', { associations: [] })).status,
  'login access': async ({ id }) =>
    (await host.call(`/api/payers/${id}`, { method: 'PATCH', body: { loginAccess: true }, headers: staff })).status,
}

describe.each(Object.keys(STATES))('A-02 a payer who is %s', (state) => {
  let payer: Ended
  beforeAll(async () => {
    payer = await host.payer()
    await host.invoice(payer.client)
    await STATES[state]?.(payer)
  })
  it.each(Object.keys(DOORS))('is refused at: %s', async (door) => {
    const status = (await DOORS[door]?.(payer)) ?? 0
    expect([401, 403, 404, 409]).toContain(status)
    expect(await query('select login_access from payers where id = $1', [payer.id])).toEqual([{ login_access: false }])
  })
  it('is linked by nobody, whatever writes the row', async () => {
    const pool = poolOf(host.payload)
    const other = await host.payer()
    const insert = `insert into payer_portal_people (payer_id, email, role, login_id) values ($1, 'z@example.test', $2, $3)`
    await expect(pool.query(insert, [payer.id, 'owner', null])).rejects.toThrow('archived')
    await expect(pool.query(insert, [payer.id, 'pay', other.loginId])).rejects.toThrow('archived')
  })
})

describe('the archive', () => {
  it('is refused while a payment is under way, which is named, and a payer with history is only archived', async () => {
    const payer = await host.payer()
    const invoice = await host.invoice(payer.client)
    await keep(payer)
    const bank = await host.token('pm_usBankAccount_success')
    const paid = await host.pay(payer, { allocations: [{ invoice, amount: 100 }], confirmationToken: bank })
    expect(paid.body.transaction.status).toBe('processing')
    const refused = await act(payer.id, 'archive')
    expect([refused.status, codeOf(refused.body)]).toEqual([409, 'payer_busy'])
    expect(refused.body.errors[0].data.transactions).toMatchObject([{ amount: 100, status: 'processing' }])
    const gone = await host.call(`/api/payers/${payer.id}`, { method: 'DELETE', headers: staff })
    expect([gone.status, codeOf(gone.body)]).toEqual([409, 'payer_has_history'])
  })

  it('gives the record back without access, and its associations count again', async () => {
    const payer = await host.payer()
    await host.invoice(payer.client)
    await archived(payer)
    await archived(payer)
    expect((await act(payer.id, 'unarchive')).status).toBe(200)
    const preview = await host.call(`/api/payers/${payer.id}/preview`, { headers: staff })
    expect(preview.body.totals).toMatchObject([{ currency: 'usd' }])
    expect((await DOORS['log in']?.(payer)) ?? 0).toBe(401)
  })
})

const LEDGER = `select a.invoice_id, sum(a.amount) as amount, count(*) from transactions_allocations a join transactions t on t.id = a._parent_id group by 1 order by 1`

describe('a merge', () => {
  async function pair() {
    const from = await host.payer()
    const into = await host.payer()
    const invoice = await host.invoice(from.client)
    return { from, into, invoice }
  }

  it('says what moves, moves exactly that, and keeps the ledger to the cent', async () => {
    const { from, into, invoice } = await pair()
    await createAssociation(host.payload, from.id, { clientNumber: into.client })
    await keep(from)
    await host.pay(from, { allocations: [{ invoice, amount: 2501 }], confirmationToken: await host.token() })
    const ledger = await query(LEDGER)
    const rows = await query('select count(*) from transactions')
    const dry = await act(from.id, 'merge', { into: into.id, dryRun: true })
    expect(dry.body).toMatchObject({
      dryRun: true,
      associations: { moved: 1, dropped: 1 },
      transactions: 1,
      paymentMethods: { moved: [{ last4: '4242' }], detached: [] },
      people: { moved: [from.email], ended: [] },
    })
    expect(await query('select payer_id from transactions where payer_id = $1', [from.id])).toHaveLength(1)
    expect((await host.as(from, '/api/portal/invoices')).status).toBe(200)
    const real = await act(from.id, 'merge', { into: into.id })
    expect({ ...real.body, dryRun: true }).toEqual(dry.body)
    expect([await query(LEDGER), await query('select count(*) from transactions')]).toEqual([ledger, rows])
    expect(await partedPending(host.payload)).toEqual([])
    expect((await host.as(from, '/api/portal/invoices')).status).toBe(401)
    const history = await host.as(into, '/api/portal/transactions')
    expect(history.body.docs).toMatchObject([{ amount: 2501 }])
    const login = await host.call('/api/payers/login', {
      method: 'POST',
      body: { email: from.email, password: PASSWORD },
    })
    expect([login.status, login.body.user?.id]).toEqual([200, into.id])
    const again = await act(from.id, 'merge', { into: into.id })
    expect([again.status, codeOf(again.body)]).toEqual([409, 'payer_merged'])
    const audit = await query(
      `select payer_id from audit_log where action = 'payer_merged' and payer_id = any($1) order by 1`,
      [[from.id, into.id]],
    )
    expect(audit).toHaveLength(2)
  })

  it('detaches the methods of the merged record where both have a customer, and the survivor pays on', async () => {
    const { from, into, invoice } = await pair()
    await keep(from)
    await keep(into)
    const report = (await act(from.id, 'merge', { into: into.id })).body
    expect(report.paymentMethods).toMatchObject({ moved: [], detached: [{ last4: '4242' }] })
    await host.jobs()
    const [method] = (await host.as(into, '/api/portal/payment-methods')).body.docs
    const paid = await host.pay(into, { allocations: [{ invoice, amount: 100 }], paymentMethod: method.id })
    expect(paid.status).toBe(201)
    const [old] = await query(
      'select gateway_id from payer_portal_payment_methods where payer_id = $1 and removed_at is not null',
      [into.id],
    )
    expect((await host.standIn.stripe.paymentMethods.retrieve(old.gateway_id)).customer).toBeNull()
  })

  it('gives nobody access where it is off for the survivor', async () => {
    const { from, into } = await pair()
    await act(into.id, 'archive')
    await act(into.id, 'unarchive')
    const report = (await act(from.id, 'merge', { into: into.id })).body
    expect(report.people).toEqual({ moved: [], ended: [from.email] })
    expect(
      await query('select 1 from payer_portal_people where payer_id = any($1) and login_id is not null', [
        [from.id, into.id],
      ]),
    ).toEqual([])
  })

  it('is refused for itself, for an unknown payer, and while a payment is under way', async () => {
    const { from, into, invoice } = await pair()
    expect((await act(from.id, 'merge', { into: from.id })).status).toBe(400)
    expect((await act(from.id, 'merge', { into: 2_000_000_000 })).status).toBe(404)
    const bank = await host.token('pm_usBankAccount_success')
    await host.pay(from, { allocations: [{ invoice, amount: 100 }], confirmationToken: bank })
    expect(codeOf((await act(from.id, 'merge', { into: into.id })).body)).toBe('payer_busy')
    expect(codeOf((await act(into.id, 'merge', { into: from.id })).body)).toBe('payer_busy')
  })

  it.each([1, 2, 3, 4, 5])('loses nothing in a race with a payment and a login, try %s', async () => {
    const { from, into, invoice } = await pair()
    const confirmationToken = await host.token()
    const [merged, paid, login] = await Promise.all([
      act(from.id, 'merge', { into: into.id }),
      host.pay(from, { allocations: [{ invoice, amount: 100 }], confirmationToken }),
      host.call('/api/payers/login', { method: 'POST', body: { email: from.email, password: PASSWORD } }),
    ])
    const [{ count }] = await query('select count(*)::int as count from transactions where payer_id = $1', [from.id])
    const isMerged = merged.status === 200
    expect([isMerged ? 200 : 'payer_busy', count]).toEqual([isMerged ? 200 : codeOf(merged.body), isMerged ? 0 : 1])
    expect([201, 401]).toContain(paid.status)
    expect(await host.pendingOf(invoice)).toBe(paid.status === 201 ? 100 : 0)
    const live = await query('select 1 from payer_portal_sessions where payer_id = $1', [from.id])
    if (isMerged) expect(live).toEqual([])
    expect([200, 401]).toContain(login.status)
  })
})
