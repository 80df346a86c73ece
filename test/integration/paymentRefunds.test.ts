import { poolOf } from '../../src/base/database.ts'
import { renderMail } from '../../src/mail/renderMail.ts'
import { settleRefund } from '../../src/payments/refunds/settleRefund.ts'
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

  it('is told to whoever paid by one mail, in words of a refund', async () => {
    const { payer, transaction, reference } = await paid()
    const first = await refund(transaction, { amount: 2500 })
    await refund(transaction)
    await host.deliver()
    const { rows } = await poolOf(host.payload).query(
      `select m.kind, m.recipient, m.data, t.reference from payer_portal_mails m join transactions t on t.id = (m.data->>'transaction')::int
        where t.payer_id = $1 order by m.id`,
      [payer.id],
    )
    expect(rows.map((mail) => mail.reference.charAt(0) + mail.kind)).toEqual(['Preceipt', 'Rreceipt', 'Rreceipt'])
    expect(rows.every(({ recipient }) => recipient === payer.email)).toBe(true)
    const mail = await renderMail({
      payload: host.payload,
      kind: 'receipt',
      data: rows[1].data,
      token: '',
      expiresAt: null,
    })
    expect(mail.subject).toBe(`Refund ${first.body.transaction.reference} from Marsh & Pell LLP`)
    expect(mail.text).toContain('Goes back to: Visa ending in 4242')
    expect(mail.text).toContain('Total: $25.00')
    expect(mail.text).not.toMatch(/Thank you|Paid with/)
    expect(mail.text).not.toContain(reference)
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

  it('that fails after the payer was told of it is told to the payer too, by one mail and in the portal', async () => {
    const { payer, transaction } = await paid([10_000], 'pm_card_refundFail')
    const { id, reference } = (await refund(transaction)).body.transaction
    const shown = async () => (await host.as(payer, `/api/portal/transactions/${id}`)).body
    expect(await shown()).toMatchObject({ status: 'succeeded', cameBack: false })
    await host.standIn.control('advance', { businessDays: 10 })
    await host.deliver()
    await host.deliver()
    const { rows } = await poolOf(host.payload).query(
      `select kind, recipient, data from payer_portal_mails where (data->>'transaction')::int = $1 order by id`,
      [id],
    )
    expect(rows.map(({ kind, recipient }) => ({ kind, recipient }))).toEqual([
      { kind: 'receipt', recipient: payer.email },
      { kind: 'payment_failed', recipient: payer.email },
    ])
    const { payload } = host
    const mail = await renderMail({ payload, kind: 'payment_failed', data: rows[1].data, token: '', expiresAt: null })
    expect(mail.subject).toBe(`Refund ${reference} from Marsh & Pell LLP did not arrive`)
    expect(mail.text).toContain('Total: $100.00')
    expect(mail.text).toContain('Payment method: Visa ending in 5126')
    expect(mail.text).not.toMatch(/Paid with|Goes back|pay them|open again/)
    expect(await shown()).toMatchObject({ status: 'succeeded', cameBack: true })
    const { docs } = (await host.as(payer, '/api/portal/transactions')).body
    expect(docs.map((doc: Record<string, unknown>) => [doc.kind, doc.cameBack])).toEqual([
      ['reversal', false],
      ['refund', true],
      ['payment', false],
    ])
    expect((await shown()).amount).toBe(10_000)
  })

  it('that failed at once, and of which the payer was never told, sends no mail', async () => {
    const { transaction } = await paid([10_000], 'pm_card_pendingRefund')
    const { id } = (await refund(transaction)).body.transaction
    const failure = { code: 'declined', message: 'No.' }
    await settleRefund({ payload: host.payload, transaction: id, refund: { id: null, status: 'failed', failure } })
    const mails = `select 1 from payer_portal_mails where (data->>'transaction')::int = $1`
    expect((await poolOf(host.payload).query(mails, [id])).rows).toEqual([])
  })
})

describe('a refund with an Idempotency-Key', () => {
  const once = (transaction: number, key: string, body: Record<string, unknown>) =>
    refund(transaction, body, { ...staff, 'idempotency-key': key })
  const made = async (transaction: number) =>
    (
      await poolOf(host.payload).query<{ id: number; status: string; amount: string }>(
        'select id, status, amount from transactions where original_id = $1 order by id',
        [transaction],
      )
    ).rows
  const refundCalls = async () =>
    (await host.standIn.list('requests')).filter(
      ({ method, path }) => method === 'POST' && String(path).startsWith('/v1/refunds'),
    ).length

  it('P-13 is made once, however many send it at the same time: one at the gateway, one row, one audit entry', async () => {
    const { transaction, reference } = await paid()
    const calls = await refundCalls()
    const answers = await Promise.all(Array.from({ length: 10 }, () => once(transaction, 'one', { amount: 1000 })))
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201))
    expect(new Set(answers.map(({ body }) => body.transaction.id)).size).toBe(1)
    expect(await made(transaction)).toMatchObject([{ status: 'succeeded', amount: '1000' }])
    expect(await refundedAtGateway(reference)).toBe(1000)
    expect((await refundCalls()) - calls).toBe(1)
    const again = await once(transaction, 'one', { amount: 1000 })
    expect(again.body).toMatchObject({
      transaction: { id: answers[0]?.body.transaction.id, status: 'succeeded' },
      original: { refundedAmount: 1000 },
    })
    const { rows } = await poolOf(host.payload).query(
      `select count(*)::int as entries from audit_log where action = 'transaction.refund' and data->>'transaction' = $1`,
      [String(transaction)],
    )
    expect(rows).toEqual([{ entries: 1 }])
  })

  it('is another one with another key, and with the same key of another payment; without a key each call makes one', async () => {
    const { transaction, reference } = await paid()
    const other = await paid()
    await once(transaction, 'first', { amount: 1000 })
    await once(transaction, 'second', { amount: 1000 })
    await once(other.transaction, 'first', { amount: 1000 })
    await refund(transaction, { amount: 1000 })
    await refund(transaction, { amount: 1000 })
    expect(await refundedAtGateway(reference)).toBe(4000)
    expect(await refundedAtGateway(other.reference)).toBe(1000)
  })

  it('is refused for another body, and takes the same allocations in any order', async () => {
    const { transaction, invoices, reference } = await paid([6000, 4000])
    const [first = 0, second = 0] = invoices
    const lines = [
      { invoice: first, amount: 100 },
      { invoice: second, amount: 200 },
    ]
    expect((await once(transaction, 'k', { allocations: lines })).status).toBe(201)
    expect((await once(transaction, 'k', { allocations: [...lines].reverse() })).status).toBe(201)
    for (const body of [{}, { amount: 300 }, { amount: 300, allocations: lines }, { allocations: lines.slice(1) }]) {
      const answer = await once(transaction, 'k', body)
      expect([answer.status, answer.body.errors[0].data.code]).toEqual([409, 'idempotency_key_reused'])
    }
    expect(await refundedAtGateway(reference)).toBe(300)
  })

  it.each(['', ' ', 'a b', 'é', 'k'.repeat(256)])('refuses the key %j', async (key) => {
    const { transaction } = await paid()
    const answer = await once(transaction, key, { amount: 100 })
    expect([answer.status, answer.body.errors[0].data.code]).toEqual([400, 'idempotency_key_required'])
    expect(await made(transaction)).toEqual([])
  })

  it('P-11 whose answer was lost is not made again by a repeat: the worker ends it', async () => {
    const { transaction, reference } = await paid()
    await host.standIn.control('fail-next', { mode: 'drop-after', path: '/v1/refunds', times: 3 })
    const lost = await once(transaction, 'lost', { amount: 4000 })
    const repeat = await once(transaction, 'lost', { amount: 4000 })
    const [row] = await made(transaction)
    expect([lost.status, lost.body.errors?.[0].data.transaction.id]).toEqual([503, row?.id])
    expect([repeat.status, repeat.body.transaction]).toMatchObject([201, { id: row?.id, status: 'pending' }])
    await poolOf(host.payload).query(
      `update payer_portal_gateway_payments set lease_until = now() where transaction_id = $1`,
      [row?.id],
    )
    await poolOf(host.payload).query(`update graphile_worker._private_jobs set run_at = now() where attempts = 0`)
    await host.jobs()
    expect((await once(transaction, 'lost', { amount: 4000 })).body.transaction).toMatchObject({ status: 'succeeded' })
    expect(await made(transaction)).toHaveLength(1)
    expect(await refundedAtGateway(reference)).toBe(4000)
  })

  it('that the gateway refused is refused again, and a new key tries anew', async () => {
    const { transaction, reference } = await paid()
    await host.standIn.control('fail-next', { mode: 'status', status: 400, path: '/v1/refunds' })
    const answers = [await once(transaction, 'no', { amount: 500 }), await once(transaction, 'no', { amount: 500 })]
    const [row] = await made(transaction)
    for (const { status, body } of answers) {
      expect(status).toBe(409)
      expect(body.errors[0].data).toMatchObject({
        code: 'refund_not_possible',
        transaction: { id: row?.id, status: 'failed' },
      })
    }
    expect((await once(transaction, 'yes', { amount: 500 })).status).toBe(201)
    expect(await refundedAtGateway(reference)).toBe(500)
  })

  it('of a payment that was merged into another payer meanwhile is still the same', async () => {
    const { transaction, payer, reference } = await paid()
    const into = await host.payer()
    const first = await once(transaction, 'merged', { amount: 700 })
    await host.payload.update({
      collection: 'payers',
      id: payer.id,
      data: { loginAccess: false },
      overrideAccess: true,
    })
    const merged = await host.call(`/api/payers/${payer.id}/merge`, {
      method: 'POST',
      body: { into: into.id },
      headers: staff,
    })
    expect(merged.status).toBe(200)
    const second = await once(transaction, 'merged', { amount: 700 })
    expect(second.body.transaction.id).toBe(first.body.transaction.id)
    expect(await refundedAtGateway(reference)).toBe(700)
  })
})

describe('a refund that says what was refunded before', () => {
  it('is made by one of ten that saw the same, each with a key of its own', async () => {
    const { transaction, reference } = await paid()
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, tab) =>
        refund(transaction, { amount: 1000, refundedAmount: 0 }, { ...staff, 'idempotency-key': `tab-${tab}` }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)])
    for (const { body } of answers.filter(({ status }) => status === 409))
      expect(body.errors[0].data).toMatchObject({ code: 'refund_changed', refundedAmount: 1000 })
    expect(await refundedAtGateway(reference)).toBe(1000)
    expect((await refund(transaction, { amount: 1000, refundedAmount: 1000 })).status).toBe(201)
  })

  it('answers its repeat with its own refund, though more has been refunded since', async () => {
    const { transaction } = await paid()
    const headers = { ...staff, 'idempotency-key': 'kept' }
    const first = await refund(transaction, { amount: 1000, refundedAmount: 0 }, headers)
    await refund(transaction, { amount: 2000 })
    const again = await refund(transaction, { amount: 1000, refundedAmount: 0 }, headers)
    expect([again.status, again.body.transaction.id]).toEqual([201, first.body.transaction.id])
    for (const refundedAmount of [-1, 1.5, '0', null])
      expect((await refund(transaction, { amount: 1, refundedAmount })).status).toBe(400)
  })
})
