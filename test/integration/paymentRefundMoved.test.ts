import { minorToDecimal } from '../../src/base/money.ts'
import type { SourcePosting } from '../../src/connect/BillingSource.ts'
import { reallocatePosting } from '../../src/connect/posting/reallocatePosting.ts'
import { settleRefund } from '../../src/payments/refunds/settleRefund.ts'
import { billedWorld, TOTAL } from '../helpers/billedWorld.ts'
import { memoryBooks } from '../helpers/memoryBooks.ts'
import { bootPaymentHost, type PaymentHost, partedPending } from '../helpers/paymentHost.ts'
import { X } from '../helpers/UndoCase.ts'

const Y = 2000
const books = memoryBooks()

let host: PaymentHost
beforeAll(async () => {
  host = await bootPaymentHost({ portal: { sources: [books] } })
})
afterAll(() => host.close())

const { pool, sync, post, billed } = billedWorld(() => host, books)

describe('a refund of a payment that was moved to other invoices meanwhile', () => {
  /** What bills say by where the payment was moved to, and of which the refund is after it went through. `stays` is left on its first bill. */
  type Moved = { refund: number; to: { first: number; second: number; third: number }; of: number[] }
  const MOVED: Record<string, Moved> = {
    'whole to one bill, and wholly refunded': { refund: X, to: { first: 0, second: X, third: 0 }, of: [0, X, 0] },
    'whole to one bill, and refunded in part': { refund: Y, to: { first: 0, second: X, third: 0 }, of: [0, Y, 0] },
    'to two bills, and refunded by more than one has': {
      ...{ refund: 5000, to: { first: 0, second: 4000, third: 2000 }, of: [0, 4000, 1000] },
    },
    'in part, and refunded by no more than stayed': {
      ...{ refund: 1000, to: { first: 1000, second: 5000, third: 0 }, of: [1000, 0, 0] },
    },
    'in part, and refunded by more than stayed': {
      ...{ refund: Y, to: { first: 1000, second: 5000, third: 0 }, of: [1000, 1000, 0] },
    },
  }

  it.each(Object.entries(MOVED))(
    'P-13 takes the money of the bills where it is: %s',
    async (_how, { refund, to, of }) => {
      const one = await billed()
      const bills = [one.bill, books.add(one.payer.client, TOTAL), books.add(one.payer.client, TOTAL)]
      await sync()
      const idOf = async (bill: string | undefined) =>
        (await pool().query<{ id: number }>('select id from invoices where external_id = $1', [bill])).rows[0]?.id ?? 0
      const ids = await Promise.all(bills.map(idOf))
      await one.pay(X, 'pm_card_pendingRefund')
      const undo = await one.refund(refund)
      const told = (status: 'failed' | 'succeeded') =>
        settleRefund({ payload: host.payload, transaction: undo, refund: { id: null, status, failure: null } })
      expect(await told('failed')).toBe('failed')
      // Somebody else pays the first bill by a cheque, down to what shall stay on it.
      const cheque = minorToDecimal(TOTAL - to.first, 'usd')
      const lines = [{ externalId: one.bill, invoiceNumber: one.bill, amount: cheque }]
      const entered = { reference: `cheque-${one.bill}`, kind: 'payment', currency: 'usd', amount: cheque, lines }
      books.posted.push(entered as unknown as SourcePosting)
      await sync()
      await post()
      const { rows } = await pool().query<{ id: number; status: string }>(
        'select id, status from payer_portal_postings where transaction_id = $1',
        [one.transaction],
      )
      expect(rows[0]?.status).toBe('incomplete')
      const moved = [to.first, to.second, to.third].map((amount, at) => ({ invoice: ids[at] ?? 0, amount }))
      const by = { actor: { id: 1, collection: 'users' } }
      const wanted = { posting: rows[0]?.id ?? 0, lines: moved.filter(({ amount }) => amount > 0) }
      await reallocatePosting(host.payload, wanted, by)
      for (let time = 0; time < 2; time += 1) expect(await told('succeeded')).toBe('succeeded')
      expect(await partedPending(host.payload)).toEqual([])
      const shown = await host.as(one.payer, `/api/portal/transactions/${undo}`)
      const expected = of.map((amount, at) => ({ invoice: ids[at], invoiceNumber: bills[at], amount }))
      expect(shown.body.allocations).toEqual(expected.filter(({ amount }) => amount > 0))
      await post()
      await sync()
      await sync()
      const left = [to.first, TOTAL, TOTAL].map((open, at) => open - (moved[at]?.amount ?? 0) + (of[at] ?? 0))
      expect(bills.map(books.balanceOf)).toEqual(left)
      const amounts = await pool().query('select balance, pending from invoices where id = any($1) order by id', [ids])
      expect(amounts.rows).toEqual(left.map((balance) => ({ balance: `${balance}`, pending: '0' })))
      const { rows: alerts } = await pool().query(
        `select 1 from payer_portal_alerts where transaction_id = $1 and kind = 'refund_outside'`,
        [undo],
      )
      const hasSpread =
        of.some((amount, at) => amount !== (at === 0 ? refund : 0)) &&
        moved.filter(({ amount }) => amount > 0).length > 1
      expect(alerts).toHaveLength(hasSpread ? 1 : 0)
    },
  )
})
