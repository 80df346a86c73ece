import { randomUUID } from 'node:crypto'
import { jest } from '@jest/globals'
import fc from 'fast-check'
import { poolOf } from '../../src/base/database.ts'
import { movePosting } from '../../src/connect/posting/movePosting.ts'
import { syncSource } from '../../src/connect/sync/syncSource.ts'
import { portalOptions } from '../../src/options/portalOptions.ts'
import { amountDue, amountDueSql } from '../../src/payments/amountDue.ts'
import { settleDispute } from '../../src/payments/disputes/settleDispute.ts'
import { refundPayment } from '../../src/payments/refunds/refundPayment.ts'
import { memoryBooks } from '../helpers/memoryBooks.ts'
import { bootPaymentHost, type PaymentHost, partedPending } from '../helpers/paymentHost.ts'

const X = 6000
const TOTAL = 10_000
const books = memoryBooks()

let host: PaymentHost
beforeAll(async () => {
  host = await bootPaymentHost({ portal: { sources: [books] } })
})
afterEach(() => {
  jest.restoreAllMocks()
  books.isDown = false
})
afterAll(() => host.close())

const pool = () => poolOf(host.payload)
const sync = () => syncSource({ payload: host.payload, source: 'firm', full: true })

async function billed(total = TOTAL) {
  const payer = await host.payer()
  const bill = books.add(payer.client, total)
  await sync()
  const { rows } = await pool().query<{ id: number }>('select id from invoices where external_id = $1', [bill])
  return { payer, bill, invoice: rows[0]?.id ?? 0 }
}
type Billed = Awaited<ReturnType<typeof billed>>

/** Every job that is due now, also one that waits for its next try. */
async function jobs(): Promise<void> {
  await pool().query(
    `update graphile_worker._private_jobs set run_at = now() where task_id in (select id from graphile_worker._private_tasks where identifier = 'payerPortal.postTransaction')`,
  )
  await host.jobs()
}

async function pay({ payer, invoice }: Billed, method = 'pm_card_visa'): Promise<number> {
  await host.pay(payer, { allocations: [{ invoice, amount: X }], confirmationToken: await host.token(method) })
  const { rows } = await pool().query<{ id: number }>(
    `select id from transactions where payer_id = $1 and kind = 'payment' order by id desc limit 1`,
    [payer.id],
  )
  return rows[0]?.id ?? 0
}

async function postingOf(transaction: number): Promise<{ id: number; status: string }> {
  const { rows } = await pool().query<{ id: number; status: string }>(
    'select id, status from payer_portal_postings where transaction_id = $1',
    [transaction],
  )
  return rows[0] ?? { id: 0, status: 'none' }
}

async function takenBack(transaction: number): Promise<void> {
  const { rows } = await pool().query<{ gateway_id: string }>(
    'select gateway_id from payer_portal_gateway_payments where transaction_id = $1',
    [transaction],
  )
  const dispute = {
    id: `du_${randomUUID()}`,
    payment: rows[0]?.gateway_id ?? '',
    amount: X,
    currency: 'usd',
    status: 'withdrawn',
    reason: 'fraudulent',
  } as const
  await settleDispute({ payload: host.payload, dispute })
  await settleDispute({ payload: host.payload, dispute })
}

const refund = (transaction: number, amount?: number) =>
  refundPayment({ payload: host.payload, transaction, wish: { amount }, actor: { id: 1, collection: 'users' } })

async function post(transaction: number): Promise<void> {
  await jobs()
  expect((await postingOf(transaction)).status).toBe('posted')
}

type Row = {
  state: string
  reach: (billed: Billed) => Promise<unknown>
  pending: number
  balance: number
  later?: { pending: number; balance: number }
}

/** product.md, "What pending holds, for a payment of x on an invoice". `later`: after everything was posted and read back. */
const TABLE: Row[] = [
  {
    state: 'reserved',
    async reach(bill) {
      const { gateway } = portalOptions(host.payload)
      if (gateway) jest.spyOn(gateway, 'createPayment').mockRejectedValueOnce(new Error('died'))
      await pay(bill)
    },
    pending: X,
    balance: TOTAL,
  },
  {
    state: 'requires_action',
    reach: (bill) => pay(bill, 'pm_card_authenticationRequired'),
    pending: X,
    balance: TOTAL,
  },
  { state: 'processing', reach: (bill) => pay(bill, 'pm_usBankAccount_success'), pending: X, balance: TOTAL },
  {
    state: 'succeeded, posting pending',
    reach: (bill) => pay(bill),
    pending: X,
    balance: TOTAL,
    later: { pending: 0, balance: TOTAL - X },
  },
  {
    state: 'succeeded, posting queued',
    async reach(bill) {
      await movePosting(pool(), { posting: (await postingOf(await pay(bill))).id, to: 'queued' })
    },
    pending: X,
    balance: TOTAL,
    later: { pending: 0, balance: TOTAL - X },
  },
  {
    state: 'succeeded, posting failed',
    async reach(bill) {
      books.isDown = true
      const transaction = await pay(bill)
      await jobs()
      expect((await postingOf(transaction)).status).toBe('failed')
      await sync()
    },
    pending: X,
    balance: TOTAL,
    later: { pending: 0, balance: TOTAL - X },
  },
  {
    state: 'posted, not read back',
    reach: async (bill) => post(await pay(bill)),
    pending: X,
    balance: TOTAL,
    later: { pending: 0, balance: TOTAL - X },
  },
  {
    state: 'posted and read back',
    async reach(bill) {
      await post(await pay(bill))
      await sync()
    },
    pending: 0,
    balance: TOTAL - X,
  },
  { state: 'failed', reach: (bill) => pay(bill, 'pm_card_chargeDeclined'), pending: 0, balance: TOTAL },
  {
    state: 'canceled',
    async reach(bill) {
      const transaction = await pay(bill, 'pm_card_authenticationRequired')
      await host.as(bill.payer, `/api/portal/payments/${transaction}/cancel`, { method: 'POST' })
    },
    pending: 0,
    balance: TOTAL,
  },
  {
    state: 'refunded before posting',
    reach: async (bill) => refund(await pay(bill)),
    pending: 0,
    balance: TOTAL,
    later: { pending: 0, balance: TOTAL },
  },
  {
    state: 'returned before posting',
    reach: async (bill) => takenBack(await pay(bill)),
    pending: 0,
    balance: TOTAL,
    later: { pending: 0, balance: TOTAL },
  },
  {
    state: 'returned after it was posted, before it was read back',
    async reach(bill) {
      const transaction = await pay(bill)
      await post(transaction)
      await takenBack(transaction)
    },
    pending: 0,
    balance: TOTAL,
    later: { pending: 0, balance: TOTAL },
  },
  {
    state: 'returned after it was read back',
    async reach(bill) {
      const transaction = await pay(bill)
      await post(transaction)
      await sync()
      await takenBack(transaction)
    },
    pending: -X,
    balance: TOTAL - X,
    later: { pending: 0, balance: TOTAL },
  },
  {
    state: 'refunded after it was read back: due again only with the balance',
    async reach(bill) {
      const transaction = await pay(bill)
      await post(transaction)
      await sync()
      await refund(transaction)
    },
    pending: 0,
    balance: TOTAL - X,
    later: { pending: 0, balance: TOTAL },
  },
  {
    state: 'refunded in part before posting',
    async reach(bill) {
      await refund(await pay(bill), 2000)
    },
    pending: X,
    balance: TOTAL,
    later: { pending: 0, balance: TOTAL - X + 2000 },
  },
]

async function amounts({ payer, invoice }: Billed) {
  const { rows } = await pool().query<{ pending: string; balance: string }>(
    'select pending, balance from invoices where id = $1',
    [invoice],
  )
  const seen = await host.as(payer, `/api/portal/invoices/${invoice}`)
  return { pending: Number(rows[0]?.pending), balance: Number(rows[0]?.balance), amountDue: seen.body.amountDue }
}

describe('what pending holds', () => {
  it.each(TABLE.map((row) => [row.state, row] as const))('%s', async (_state, { reach, later, ...now }) => {
    const bill = await billed()
    await reach(bill)
    const due = ({ pending, balance }: { pending: number; balance: number }) => ({
      pending,
      balance,
      amountDue: balance - pending,
    })
    expect(await amounts(bill)).toEqual(due(now))
    expect(await partedPending(host.payload)).toEqual([])
    if (!later) return
    books.isDown = false
    await jobs()
    await jobs()
    await sync()
    expect(await amounts(bill)).toEqual(due(later))
    expect(books.balanceOf(bill.bill)).toBe(later.balance)
    expect(await partedPending(host.payload)).toEqual([])
  })
})

describe('P-08 the amount due', () => {
  it('P-08 counts what went back once where staff entered it by hand and have not said so yet', async () => {
    const bill = await billed()
    const transaction = await pay(bill)
    await post(transaction)
    await sync()
    books.isDown = true
    await takenBack(transaction)
    const lines = [{ externalId: bill.bill, invoiceNumber: bill.bill, amount: '60.00' }]
    const byHand = {
      kind: 'reversal',
      account: 'operating-ny',
      currency: 'usd',
      amount: '60.00',
      paidOn: '2026-01-01',
    } as const
    books.posted.push({ ...byHand, reference: `by hand ${bill.bill}`, lines })
    await sync()
    expect(await amounts(bill)).toEqual({ pending: -X, balance: TOTAL, amountDue: TOTAL })
    const summary = await host.as(bill.payer, '/api/portal/summary')
    expect(summary.body.totals).toEqual([expect.objectContaining({ openTotal: TOTAL })])
    const tooMuch = { allocations: [{ invoice: bill.invoice, amount: TOTAL + 1 }] }
    const refused = await host.pay(bill.payer, { ...tooMuch, confirmationToken: await host.token('pm_card_visa') })
    expect(refused.status).toBe(409)
    expect(refused.body.errors[0].data).toMatchObject({ code: 'amount_exceeds_due', amountDue: TOTAL })
  })

  it('P-08 is never above the invoice, and the same in memory and in SQL', async () => {
    const amount = fc.integer({ min: -300, max: 300 })
    const invoices = fc.array(fc.record({ balance: amount, pending: amount, total: fc.option(amount) }), {
      maxLength: 40,
    })
    await fc.assert(
      fc.asyncProperty(invoices, async (given) => {
        const { rows } = await pool().query<{ due: number }>(
          `select ${amountDueSql('i')}::float8 as due from unnest($1::numeric[], $2::numeric[], $3::numeric[]) with ordinality as i(balance, pending, total, at) order by at`,
          [given.map((i) => i.balance), given.map((i) => i.pending), given.map((i) => i.total)],
        )
        const due = given.map((invoice) => amountDue({ ...invoice, status: 'open' }))
        expect(rows.map((row) => row.due)).toEqual(due)
        for (const [at, { balance, pending, total }] of given.entries()) {
          expect(due[at]).toBeGreaterThanOrEqual(0)
          expect(due[at]).toBeLessThanOrEqual(Math.max(0, balance - pending))
          if (total !== null) expect(due[at]).toBeLessThanOrEqual(Math.max(0, balance, total))
          if (pending >= 0) expect(due[at]).toBe(Math.max(0, balance - pending))
        }
      }),
    )
  })
})

type Step = { kind: 'pay' | 'refund' | 'post' | 'sync' | 'dispute'; amount: number; method: string }

async function take(bill: Billed, { kind, amount, method }: Step): Promise<void> {
  if (kind === 'post') return jobs()
  if (kind === 'sync')
    return void (await sync().catch((error: { code?: string }) => expect(error.code).toBe('sync_running')))
  if (kind === 'pay') {
    const { status } = await host.pay(bill.payer, {
      allocations: [{ invoice: bill.invoice, amount }],
      confirmationToken: await host.token(method),
    })
    return expect([201, 402, 409]).toContain(status)
  }
  const { rows } = await pool().query<{ id: number }>(
    `select id from transactions where payer_id = $1 and kind = 'payment' and status = 'succeeded' order by id`,
    [bill.payer.id],
  )
  const chosen = rows[amount % Math.max(rows.length, 1)]
  if (!chosen) return
  await refund(chosen.id, amount).catch((error: { code?: string }) => expect(error.code).toBe('refund_not_possible'))
}

describe('random interleavings with the billing system', () => {
  const step: fc.Arbitrary<Step> = fc.record({
    kind: fc.constantFrom('pay', 'pay', 'pay', 'refund', 'post', 'sync'),
    amount: fc.integer({ min: 50, max: 5000 }),
    method: fc.constantFrom('pm_card_visa', 'pm_card_visa', 'pm_card_visa', 'pm_card_chargeDeclined'),
  })

  it('P-08 payments, refunds, postings and syncs in any order never take more than is owed, and the books agree to the cent', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 6 }),
        async (rounds) => {
          const bill = await billed()
          for (const round of rounds) {
            await Promise.all(round.map((one) => take(bill, one)))
            expect(await partedPending(host.payload)).toEqual([])
            const { rows } = await pool().query<{ kept: string }>(
              `select coalesce(sum(case kind when 'payment' then amount else -amount end), 0) as kept from transactions where payer_id = $1 and status = 'succeeded'`,
              [bill.payer.id],
            )
            expect(Number(rows[0]?.kept)).toBeLessThanOrEqual(TOTAL)
            const { amountDue } = await amounts(bill)
            expect(amountDue).toBeLessThanOrEqual(TOTAL - Number(rows[0]?.kept))
          }
          for (let round = 0; round < 3; round += 1) await jobs()
          await sync()
          const { rows } = await pool().query<{ kept: string }>(
            `select coalesce(sum(case kind when 'payment' then amount else -amount end), 0) as kept from transactions where payer_id = $1 and status = 'succeeded'`,
            [bill.payer.id],
          )
          expect(await amounts(bill)).toEqual({
            pending: 0,
            balance: TOTAL - Number(rows[0]?.kept),
            amountDue: TOTAL - Number(rows[0]?.kept),
          })
          expect(books.balanceOf(bill.bill)).toBe(TOTAL - Number(rows[0]?.kept))
        },
      ),
      { numRuns: 12 },
    )
  })
})
