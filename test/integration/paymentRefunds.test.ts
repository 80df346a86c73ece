import { poolOf } from '../../src/base/database.ts'
import { bootPaymentHost, type PaymentHost, partedPending } from '../helpers/paymentHost.ts'

let host: PaymentHost
let staff: { authorization: string }

beforeAll(async () => {
  host = await bootPaymentHost()
  const { payload } = host
  await payload.create({
    collection: 'users',
    data: { email: 'staff@example.test', password: 'Staff-portal-2026!' },
    overrideAccess: true,
  })
  const { token } = await payload.login({
    collection: 'users',
    data: { email: 'staff@example.test', password: 'Staff-portal-2026!' },
  })
  staff = { authorization: `JWT ${token}` }
})
afterAll(async () => {
  const parted = await partedPending(host.payload)
  await host.close()
  expect(parted).toEqual([])
})

async function paid(amounts = [10_000], method = 'pm_card_visa') {
  const payer = await host.payer()
  const invoices = await Promise.all(amounts.map(() => host.invoice(payer.client)))
  const answer = await host.pay(payer, {
    allocations: invoices.map((invoice, at) => ({ invoice, amount: amounts[at] ?? 0 })),
    confirmationToken: await host.token(method),
  })
  expect(answer.status).toBe(201)
  return {
    payer,
    invoices,
    transaction: answer.body.transaction.id as number,
    reference: answer.body.transaction.reference as string,
  }
}

const refund = (
  transaction: number | string,
  body: Record<string, unknown> = {},
  headers: Record<string, string> = staff,
) => host.call(`/api/transactions/${transaction}/refund`, { method: 'POST', body, headers })

async function refundedAtGateway(reference: string): Promise<number> {
  const charge = (await host.charges()).find((one) => one.reference === reference)
  return Number(charge?.amount_refunded)
}

describe('a refund', () => {
  it('gives a whole payment back before it was posted: nothing is pending and nothing will be posted', async () => {
    const { invoices, transaction, reference } = await paid()
    const answer = await refund(transaction)
    expect(answer.status).toBe(201)
    expect(answer.body.transaction).toMatchObject({
      kind: 'refund',
      status: 'succeeded',
      amount: 10_000,
      original: transaction,
    })
    expect(answer.body.original).toMatchObject({
      status: 'succeeded',
      refundedAmount: 10_000,
      posting: { status: 'removed' },
    })
    expect(await refundedAtGateway(reference)).toBe(10_000)
    expect(await host.pendingOf(invoices[0] ?? 0)).toBe(0)
    expect((await refund(transaction)).body.errors[0].data).toMatchObject({
      code: 'refund_not_possible',
      refundable: 0,
    })
  })

  it("after posting is posted as a reversal, and the invoice is due again only with the billing system's balance", async () => {
    const { invoices, transaction } = await paid()
    const pool = poolOf(host.payload)
    await pool.query(
      `update payer_portal_postings set status = 'posted', attempts = 1, posted_at = now() where transaction_id = $1`,
      [transaction],
    )
    const answer = await refund(transaction)
    expect(answer.status).toBe(201)
    expect(await host.pendingOf(invoices[0] ?? 0)).toBe(10_000)
    const { rows } = await pool.query('select reference, status from payer_portal_postings where transaction_id = $1', [
      answer.body.transaction.id,
    ])
    expect(rows).toEqual([{ reference: answer.body.transaction.reference, status: 'pending' }])
  })

  it('in parts never sums up to more than was paid, whatever runs in parallel', async () => {
    const { transaction, reference } = await paid()
    const answers = await Promise.all(Array.from({ length: 8 }, () => refund(transaction, { amount: 3000 })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, ...Array(5).fill(409)])
    expect(await refundedAtGateway(reference)).toBe(9000)
    expect((await refund(transaction, { amount: 1001 })).status).toBe(409)
    expect((await refund(transaction)).body.transaction.amount).toBe(1000)
    expect(await refundedAtGateway(reference)).toBe(10_000)
  })

  it('of a part over several invoices names the allocations', async () => {
    const { transaction, invoices } = await paid([6000, 4000])
    const [first, second] = invoices as [number, number]
    expect((await refund(transaction, { amount: 5000 })).status).toBe(400)
    expect((await refund(transaction, { allocations: [{ invoice: second, amount: 4001 }] })).status).toBe(409)
    expect((await refund(transaction, { amount: 10, allocations: [{ invoice: second, amount: 11 }] })).status).toBe(400)
    const part = await refund(transaction, { allocations: [{ invoice: second, amount: 1000 }] })
    expect(part.body.transaction).toMatchObject({ amount: 1000, allocations: [{ invoice: second, amount: 1000 }] })
    const rest = await refund(transaction)
    expect(rest.body.transaction.allocations).toMatchObject([
      { invoice: first, amount: 6000 },
      { invoice: second, amount: 3000 },
    ])
  })

  it('is for staff alone, takes no other field, and no other kind of transaction', async () => {
    const { transaction, payer } = await paid()
    expect((await refund(transaction, {}, payer.headers)).status).toBe(403)
    expect((await refund(transaction, {}, {})).status).toBe(401)
    expect((await refund(transaction, { amonut: 100 })).status).toBe(400)
    expect((await refund(transaction, { amount: -1 })).status).toBe(400)
    expect((await refund(2_000_000_000)).status).toBe(404)
    expect((await refund('abc')).status).toBe(404)
    const made = await refund(transaction, { amount: 100 })
    expect((await refund(made.body.transaction.id)).status).toBe(409)
  })

  it('that the gateway refuses or loses is not booked, or looked up later', async () => {
    const { transaction, reference } = await paid()
    await host.standIn.control('fail-next', { mode: 'status', status: 500, path: '/v1/refunds', times: 3 })
    expect((await refund(transaction, { amount: 4000 })).status).toBe(503)
    const { rows } = await poolOf(host.payload).query<{ id: number; status: string }>(
      'select id, status from transactions where original_id = $1',
      [transaction],
    )
    expect(rows).toMatchObject([{ status: 'pending' }])
    await poolOf(host.payload).query(
      `update payer_portal_gateway_payments set lease_until = now() where transaction_id = $1`,
      [rows[0]?.id],
    )
    await poolOf(host.payload).query(`update graphile_worker._private_jobs set run_at = now() where attempts = 0`)
    await host.jobs()
    expect(
      (await poolOf(host.payload).query('select status from transactions where id = $1', [rows[0]?.id])).rows,
    ).toEqual([{ status: 'succeeded' }])
    expect(await refundedAtGateway(reference)).toBe(4000)
  })

  it("made in the gateway's dashboard is booked too, once", async () => {
    const { transaction, reference } = await paid()
    const charge = (await host.charges()).find((one) => one.reference === reference)
    await host.standIn.stripe.refunds.create({ payment_intent: String(charge?.payment_intent), amount: 2500 })
    await host.deliver()
    await host.deliver()
    const { rows } = await poolOf(host.payload).query(
      'select kind, status, amount from transactions where original_id = $1',
      [transaction],
    )
    expect(rows).toEqual([{ kind: 'refund', status: 'succeeded', amount: '2500' }])
    const original = await poolOf(host.payload).query('select refunded_amount from transactions where id = $1', [
      transaction,
    ])
    expect(original.rows).toEqual([{ refunded_amount: '2500' }])
    expect((await refund(transaction)).body.transaction.amount).toBe(7500)
  })

  it('that fails after it had succeeded is a movement of its own, with an alert', async () => {
    const { transaction, invoices } = await paid([10_000], 'pm_card_refundFail')
    const answer = await refund(transaction)
    expect(answer.body.transaction.status).toBe('succeeded')
    await host.standIn.control('advance', { businessDays: 10 })
    await host.deliver()
    const pool = poolOf(host.payload)
    const { rows } = await pool.query('select kind, status, amount from transactions where original_id = $1', [
      answer.body.transaction.id,
    ])
    expect(rows).toEqual([{ kind: 'reversal', status: 'succeeded', amount: '10000' }])
    expect((await pool.query('select refunded_amount from transactions where id = $1', [transaction])).rows).toEqual([
      { refunded_amount: '0' },
    ])
    expect(await host.pendingOf(invoices[0] ?? 0)).toBe(10_000)
    const alerts = await pool.query('select kind from payer_portal_alerts where transaction_id = $1', [
      answer.body.transaction.id,
    ])
    expect(alerts.rows).toEqual([{ kind: 'refund_failed' }])
  })
})
