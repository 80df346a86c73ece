import { randomUUID } from 'node:crypto'
import type Stripe from 'stripe'
import { poolOf } from '../../src/base/database.ts'
import { settlePayment } from '../../src/payments/settlePayment.ts'
import { sweepPayments } from '../../src/payments/sweepPayments.ts'
import { bootPaymentHost, type PaymentHost, partedPending } from '../helpers/paymentHost.ts'
import { WEBHOOK_SECRET } from './stripeStandIn.ts'

let host: PaymentHost
beforeAll(async () => {
  host = await bootPaymentHost()
})
afterAll(async () => {
  const parted = await partedPending(host.payload)
  await host.close()
  expect(parted).toEqual([])
})

type Signing = { secret?: string; timestamp?: number }

function sign(body: string, { secret = WEBHOOK_SECRET, timestamp }: Signing = {}): string {
  return host.standIn.stripe.webhooks.generateTestHeaderString({
    payload: body,
    secret,
    ...(timestamp ? { timestamp } : {}),
  })
}

const post = (body: string, signature?: string) =>
  host.call('/api/portal/webhooks/stripe', {
    method: 'POST',
    body,
    headers: signature === undefined ? {} : { 'stripe-signature': signature },
  })

async function eventsOf(payment: string): Promise<Stripe.Event[]> {
  const { data } = await host.standIn.stripe.events.list({ limit: 100 })
  return data.filter((event) => JSON.stringify(event.data.object).includes(payment))
}

async function stateOf(transaction: number) {
  const { rows } = await poolOf(host.payload).query(
    `select t.status, t.held, t.refunded_amount as refunded, (select pending from transactions_allocations where _parent_id = t.id) as pending,
      (select json_agg(json_build_object('kind', u.kind, 'status', u.status, 'amount', u.amount) order by u.kind) from transactions u where u.original_id = t.id) as undone,
      (select count(*)::int from payer_portal_mails m where m.data->>'transaction' = t.id::text and m.kind = 'receipt') as receipts,
      (select count(*)::int from payer_portal_postings p where p.transaction_id = t.id) as postings
      from transactions t where t.id = $1`,
    [transaction],
  )
  return rows[0]
}

async function gatewayIdOf(transaction: number): Promise<string> {
  const { rows } = await poolOf(host.payload).query<{ gateway_id: string }>(
    'select gateway_id from payer_portal_gateway_payments where transaction_id = $1',
    [transaction],
  )
  return rows[0]?.gateway_id ?? ''
}

async function paid(method = 'pm_card_visa', amount = 10_000) {
  const payer = await host.payer()
  const invoice = await host.invoice(payer.client)
  const answer = await host.pay(payer, {
    allocations: [{ invoice, amount }],
    confirmationToken: await host.token(method),
  })
  expect(answer.status).toBe(201)
  const transaction = Number(answer.body.transaction.id)
  return {
    payer,
    invoice,
    transaction,
    payment: await gatewayIdOf(transaction),
    status: String(answer.body.transaction.status),
    clientSecret: answer.body.clientSecret,
  }
}

/** The event under another id, so that it is handled anew. */
function again(event: Stripe.Event): string {
  return JSON.stringify({ ...event, id: `evt_${randomUUID().replaceAll('-', '')}` })
}

function permutations<Item>(items: Item[]): Item[][] {
  if (items.length < 2) return [items]
  return items.flatMap((item, at) =>
    permutations(items.filter((_, other) => other !== at)).map((rest) => [item, ...rest]),
  )
}

describe('delivered events', () => {
  it('P-01 an event delivered five times in parallel, and later again, changes state once', async () => {
    const { transaction, payment, status } = await paid('pm_usBankAccount_success')
    expect(status).toBe('processing')
    await host.standIn.control('advance', { businessDays: 5 })
    const event = (await eventsOf(payment)).find(({ type }) => type === 'payment_intent.succeeded')
    const body = JSON.stringify(event)
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(body, sign(body))))
    expect(answers.map((answer) => answer.status)).toEqual(Array(5).fill(200))
    const stored = await poolOf(host.payload).query('select id from payer_portal_gateway_events where id = $1', [
      event?.id,
    ])
    expect(stored.rowCount).toBe(1)
    await Promise.all([host.jobs(), host.jobs()])
    const state = await stateOf(transaction)
    expect(state).toMatchObject({ status: 'succeeded', receipts: 1, postings: 1, pending: '10000' })
    expect((await post(body, sign(body))).status).toBe(200)
    await host.jobs()
    expect(await stateOf(transaction)).toEqual(state)
  })

  it('P-02 every order of the events of a refunded and of a disputed payment ends in the same state', async () => {
    const ends = new Set<string>()
    for (const finish of ['refund', 'dispute'] as const) {
      ends.clear()
      const first = await paid()
      const kinds = await finished(first, finish)
      expect(kinds).toHaveLength(3)
      for (const order of permutations(kinds.map((_, at) => at))) {
        const other = await paid()
        await finished(other, finish)
        const events = await finalEvents(other.payment)
        for (const event of order.map((at) => events[at])) await deliverOne(event)
        ends.add(JSON.stringify(await stateOf(other.transaction)))
      }
      expect(ends.size).toBe(1)
      const undone =
        finish === 'refund'
          ? { kind: 'refund', status: 'succeeded', amount: 4000 }
          : { kind: 'dispute', status: 'succeeded', amount: 10_000 }
      expect(JSON.parse([...ends][0] ?? '')).toMatchObject({ status: 'succeeded', undone: [undone], receipts: 1 })
    }
  })

  it('P-02 every order of processing, success and return of a bank debit ends in the same state', async () => {
    const ends = new Set<string>()
    for (const order of permutations([0, 1, 2])) {
      const { transaction, payment, status } = await paid('pm_usBankAccount_success')
      expect(status).toBe('processing')
      await host.standIn.control('advance', { businessDays: 5 })
      await host.standIn.control('open-dispute', { payment_intent: payment, final: true })
      const events = (await eventsOf(payment)).filter(({ type }) =>
        /^(payment_intent\.(processing|succeeded)|charge\.dispute\.created)$/.test(type),
      )
      expect(events).toHaveLength(3)
      events.sort((a, b) => a.type.localeCompare(b.type))
      for (const at of order) await deliverOne(events[at])
      ends.add(JSON.stringify(await stateOf(transaction)))
    }
    expect([...ends].map((end) => JSON.parse(end))).toMatchObject([
      { status: 'succeeded', undone: [{ kind: 'return', status: 'succeeded', amount: 10_000 }], receipts: 1 },
    ])
  })

  it('P-02 a failure told after the success reopens nothing', async () => {
    const { transaction, payment, invoice } = await paid()
    const before = await stateOf(transaction)
    const { rows } = await poolOf(host.payload).query<{ reference: string }>(
      'select reference from transactions where id = $1',
      [transaction],
    )
    for (const status of ['failed', 'canceled', 'processing', 'requires_action', 'requires_method'] as const) {
      await settlePayment({
        payload: host.payload,
        transaction,
        payment: {
          id: payment,
          reference: rows[0]?.reference ?? '',
          status,
          amount: 10_000,
          amountReceived: 0,
          currency: 'usd',
          customer: null,
          clientSecret: null,
          method: null,
          failure: { code: 'late', message: 'late' },
          refundedAmount: 0,
          createdAt: new Date(),
        },
      })
    }
    expect(await stateOf(transaction)).toEqual(before)
    expect(await host.pendingOf(invoice)).toBe(10_000)
  })

  it('P-03 a success is booked once when webhook, return page and sweep race', async () => {
    const { payer, transaction, payment } = await paid('pm_card_authenticationRequired')
    await host.standIn.control('complete-action', { payment_intent: payment })
    await poolOf(host.payload).query(
      `update payer_portal_gateway_payments set lease_until = now() - interval '1 second' where transaction_id = $1`,
      [transaction],
    )
    await sweepPayments({ payload: host.payload })
    await Promise.all([
      host.deliver(),
      host.as(payer, `/api/portal/payments/${transaction}/resume`, { method: 'POST' }),
      host.jobs(),
      host.jobs(),
    ])
    expect(await stateOf(transaction)).toMatchObject({
      status: 'succeeded',
      receipts: 1,
      postings: 1,
      pending: '10000',
      held: null,
    })
  })

  it('P-04 an event is answered 200 only when its commit is confirmed', async () => {
    const { transaction, payment } = await paid('pm_usBankAccount_success')
    await host.standIn.control('advance', { businessDays: 5 })
    const event = (await eventsOf(payment)).find(({ type }) => type === 'payment_intent.succeeded')
    const body = JSON.stringify(event)
    const pool = poolOf(host.payload)
    await pool.query(
      `create function refuse_commit() returns trigger language plpgsql as $$ begin raise exception 'no commit'; end $$`,
    )
    await pool.query(
      'create constraint trigger refuse_commit after insert on payer_portal_gateway_events deferrable initially deferred for each row execute function refuse_commit()',
    )
    expect((await post(body, sign(body))).status).toBe(500)
    expect((await pool.query('select 1 from payer_portal_gateway_events where id = $1', [event?.id])).rowCount).toBe(0)
    await pool.query('drop trigger refuse_commit on payer_portal_gateway_events')
    await pool.query(
      `create or replace function refuse_commit() returns trigger language plpgsql as $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$`,
    )
    await pool.query(
      'create trigger cut_off after insert on payer_portal_gateway_events for each row execute function refuse_commit()',
    )
    expect((await post(body, sign(body))).status).toBe(500)
    await pool.query('drop trigger cut_off on payer_portal_gateway_events')
    expect((await post(body, sign(body))).status).toBe(200)
    await host.jobs()
    expect(await stateOf(transaction)).toMatchObject({ status: 'succeeded', receipts: 1 })
  })

  it('P-05 an unsigned, wrongly signed, stale, tampered or live event is 400 and stores nothing', async () => {
    const { payment } = await paid()
    const [event] = await eventsOf(payment)
    if (!event) throw new Error('no event')
    const fresh = () => again(event)
    const bodies = Array.from({ length: 6 }, fresh)
    const live = JSON.stringify({ ...JSON.parse(fresh()), livemode: true })
    const now = Math.floor(Date.now() / 1000)
    const [unsigned, wrong, stale, tampered, empty, other] = bodies as [string, string, string, string, string, string]
    const before = (await poolOf(host.payload).query('select count(*) from payer_portal_gateway_events')).rows
    const answers = [
      await post(unsigned),
      await post(wrong, sign(wrong, { secret: 'whsec_other' })),
      await post(stale, sign(stale, { timestamp: now - 301 })),
      await post(tampered.replace('"amount"', '"amount "'), sign(tampered)),
      await post(empty, ''),
      await post(other, 't=1,v1=00'),
      await post(live, sign(live)),
      await post('', sign('x')),
    ]
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(400))
    expect((await poolOf(host.payload).query('select count(*) from payer_portal_gateway_events')).rows).toEqual(before)
  })

  it('P-05 an event of a payment that is not ours changes nothing', async () => {
    const { transaction } = await paid()
    const before = await stateOf(transaction)
    const customer = await host.standIn.stripe.customers.create({})
    const { rows } = await poolOf(host.payload).query<{ reference: string }>(
      'select reference from transactions where id = $1',
      [transaction],
    )
    // Even when it claims one of our references.
    for (const reference of ['', rows[0]?.reference ?? '']) {
      const foreign = await host.standIn.stripe.paymentIntents.create({
        amount: 999,
        currency: 'usd',
        customer: customer.id,
        payment_method: 'pm_card_visa',
        confirm: true,
        metadata: { reference },
        automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      })
      await host.standIn.stripe.refunds.create({ payment_intent: foreign.id })
    }
    await host.deliver()
    expect(await stateOf(transaction)).toEqual(before)
  })
})

async function deliverOne(event: Stripe.Event | undefined): Promise<void> {
  if (!event) return
  const body = again(event)
  expect((await post(body, sign(body))).status).toBe(200)
  await host.jobs()
}

const WANTED = /^(charge\.refunded|refund\.created|payment_intent\.succeeded|charge\.dispute\.(created|closed))$/

async function finalEvents(payment: string): Promise<Stripe.Event[]> {
  const events = (await eventsOf(payment)).filter(({ type }) => WANTED.test(type))
  return events.sort((a, b) => a.type.localeCompare(b.type))
}

async function finished({ payment }: { payment: string }, how: 'refund' | 'dispute'): Promise<Stripe.Event[]> {
  if (how === 'refund') await host.standIn.stripe.refunds.create({ payment_intent: payment, amount: 4000 })
  else {
    const dispute = await host.standIn.control('open-dispute', { payment_intent: payment })
    await host.standIn.control('close-dispute', { dispute: dispute.id, outcome: 'lost' })
  }
  return finalEvents(payment)
}

describe('a bank debit', () => {
  it('P-12 processing, requires_action and canceled never mark an invoice paid', async () => {
    const debit = await paid('pm_usBankAccount_success')
    const asked = await paid('pm_card_authenticationRequired')
    expect([debit.status, asked.status]).toEqual(['processing', 'requires_action'])
    expect(asked.clientSecret).toMatch(/^pi_/)
    await host.deliver()
    for (const { transaction } of [debit, asked])
      expect(await stateOf(transaction)).toMatchObject({ receipts: 0, postings: 0, pending: '10000' })
    const canceled = await host.as(asked.payer, `/api/portal/payments/${asked.transaction}/cancel`, { method: 'POST' })
    expect([canceled.status, canceled.body.transaction.status]).toEqual([200, 'canceled'])
    expect(await stateOf(asked.transaction)).toMatchObject({
      status: 'canceled',
      receipts: 0,
      postings: 0,
      pending: '0',
    })
    const refused = await host.as(debit.payer, `/api/portal/payments/${debit.transaction}/cancel`, { method: 'POST' })
    expect([refused.status, refused.body.errors[0].data.code]).toEqual([409, 'payment_not_cancelable'])
  })

  it('P-12 a debit that fails on day 4 gives the amount back and mails the payer', async () => {
    const { transaction, invoice, payer } = await paid('pm_usBankAccount_insufficientFunds')
    expect(await host.pendingOf(invoice)).toBe(10_000)
    await host.standIn.control('advance', { businessDays: 4 })
    await host.deliver()
    expect(await stateOf(transaction)).toMatchObject({ status: 'failed', receipts: 0, postings: 0, pending: '0' })
    expect(await host.pendingOf(invoice)).toBe(0)
    const { rows } = await poolOf(host.payload).query(
      `select kind, recipient from payer_portal_mails where data->>'transaction' = $1`,
      [String(transaction)],
    )
    expect(rows).toEqual([{ kind: 'payment_failed', recipient: payer.email }])
    expect(
      (await host.pay(payer, { allocations: [{ invoice, amount: 10_000 }], confirmationToken: await host.token() }))
        .status,
    ).toBe(201)
  })

  it('P-12 a debit that is returned on day 40, after it was posted and read back, is due again at once', async () => {
    const { transaction, invoice, payment } = await paid('pm_usBankAccount_success')
    await host.standIn.control('advance', { businessDays: 4 })
    await host.deliver()
    // Posted, and read back by a sync: the balance fell and nothing is pending.
    const pool = poolOf(host.payload)
    await pool.query(
      `update payer_portal_postings set status = 'posted', posted_at = now(), read_back_at = now() where transaction_id = $1`,
      [transaction],
    )
    await pool.query('update transactions_allocations set pending = 0 where _parent_id = $1', [transaction])
    await pool.query('update invoices set balance = 0, pending = 0 where id = $1', [invoice])
    await host.standIn.control('advance', { seconds: 40 * 86_400 })
    await host.standIn.control('open-dispute', { payment_intent: payment, final: true })
    await host.deliver()
    expect(await host.pendingOf(invoice)).toBe(-10_000)
    const state = await stateOf(transaction)
    expect(state).toMatchObject({
      status: 'succeeded',
      undone: [{ kind: 'return', status: 'succeeded', amount: 10_000 }],
    })
    const alerts = await pool.query(`select kind from payer_portal_alerts where transaction_id = $1`, [transaction])
    expect(alerts.rows).toEqual([{ kind: 'return' }])
    const reversal = await pool.query(
      `select p.status from payer_portal_postings p join transactions t on t.id = p.transaction_id where t.original_id = $1`,
      [transaction],
    )
    expect(reversal.rowCount).toBe(1)
  })
})

describe('money that has no place', () => {
  it('P-06 a success over another amount or currency than asked for is held with an alert', async () => {
    const { transaction, payment } = await paid('pm_usBankAccount_success')
    const { rows } = await poolOf(host.payload).query<{ reference: string }>(
      'select reference from transactions where id = $1',
      [transaction],
    )
    const settled = await settlePayment({
      payload: host.payload,
      transaction,
      payment: {
        id: payment,
        reference: rows[0]?.reference ?? '',
        status: 'succeeded',
        amount: 10_000,
        amountReceived: 9_999,
        currency: 'usd',
        customer: null,
        clientSecret: null,
        method: null,
        failure: null,
        refundedAmount: 0,
        createdAt: new Date(),
      },
    })
    expect(settled).toMatchObject({ status: 'succeeded', held: 'amount_mismatch' })
    expect(await stateOf(transaction)).toMatchObject({
      status: 'succeeded',
      held: 'amount_mismatch',
      postings: 0,
      pending: '10000',
    })
    const alerts = await poolOf(host.payload).query('select kind from payer_portal_alerts where transaction_id = $1', [
      transaction,
    ])
    expect(alerts.rows).toEqual([{ kind: 'amount_mismatch' }])
  })

  it('P-06 a success that comes after a failure is held, and its amount is taken again', async () => {
    const { transaction, payment, invoice } = await paid('pm_usBankAccount_success')
    const { rows } = await poolOf(host.payload).query<{ reference: string }>(
      'select reference from transactions where id = $1',
      [transaction],
    )
    const told = (status: 'canceled' | 'succeeded', amountReceived: number) =>
      settlePayment({
        payload: host.payload,
        transaction,
        payment: {
          id: payment,
          reference: rows[0]?.reference ?? '',
          status,
          amount: 10_000,
          amountReceived,
          currency: 'usd',
          customer: null,
          clientSecret: null,
          method: null,
          failure: null,
          refundedAmount: 0,
          createdAt: new Date(),
        },
      })
    await told('canceled', 0)
    expect(await host.pendingOf(invoice)).toBe(0)
    await Promise.all([told('succeeded', 10_000), told('succeeded', 10_000)])
    expect(await host.pendingOf(invoice)).toBe(10_000)
    expect(await stateOf(transaction)).toMatchObject({
      status: 'succeeded',
      held: 'late_success',
      postings: 0,
      receipts: 1,
    })
  })
})
