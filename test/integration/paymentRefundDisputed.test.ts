import { settleRefund } from '../../src/payments/refunds/settleRefund.ts'
import { billedWorld, TOTAL } from '../helpers/billedWorld.ts'
import { memoryBooks } from '../helpers/memoryBooks.ts'
import { bootPaymentHost, type PaymentHost, partedPending } from '../helpers/paymentHost.ts'
import { type UndoCase, X } from '../helpers/UndoCase.ts'

const books = memoryBooks()

let host: PaymentHost
beforeAll(async () => {
  host = await bootPaymentHost({ portal: { sources: [books] } })
})
afterAll(() => host.close())

const { pool, sync, billed } = billedWorld(() => host, books)

async function paid(): Promise<UndoCase> {
  const one = await billed()
  await one.pay(X, 'pm_card_pendingRefund')
  await host.deliver()
  await sync()
  return one
}

/** The payer's bank takes the whole charge back while a refund is under way. */
async function disputed(one: UndoCase): Promise<string> {
  const charge = (await host.charges()).find(({ payment_intent: intent }) => intent === one.payment)
  const answer = await host.standIn.control('open-dispute', { charge: charge?.id })
  await host.deliver()
  return (answer as { id: string }).id
}

const taken = async (one: UndoCase) =>
  (
    await pool().query<{ kind: string; amount: number }>(
      `select kind::text, sum(amount)::int as amount from transactions where payer_id = $1 and kind in ('dispute', 'reversal') and status = 'succeeded' group by kind order by kind`,
      [one.payer.id],
    )
  ).rows

type Row = { refund: number; first: number; ends: 'failed' | 'succeeded'; all: number }
const TABLE: Record<string, Row> = {
  'the whole, and fails': { refund: X, first: 0, ends: 'failed', all: X },
  'a part, and fails': { refund: 2000, first: X - 2000, ends: 'failed', all: X },
  'the whole, and goes through': { refund: X, first: 0, ends: 'succeeded', all: 0 },
  'a part, and goes through': { refund: 2000, first: X - 2000, ends: 'succeeded', all: X - 2000 },
}

describe('a dispute of a payment of which a refund is under way', () => {
  it.each(Object.entries(TABLE))(
    'P-13 takes what there is, once, when the refund is of %s',
    async (_what, { refund, first, ends, all }) => {
      const one = await paid()
      const undo = await one.refund(refund)
      const dispute = await disputed(one)
      const told = () =>
        settleRefund({ payload: host.payload, transaction: undo, refund: { id: null, status: ends, failure: null } })
      const amounts = (amount: number) => (amount > 0 ? [{ kind: 'dispute', amount }] : [])
      expect(await taken(one)).toEqual(amounts(first))
      for (let time = 0; time < 2; time += 1) {
        await told()
        await host.jobs()
        await sync()
      }
      expect(await taken(one)).toEqual(amounts(all))
      // As the bank has it: all of the payment has gone back, and it is due again.
      expect(await one.amountDue()).toBe(TOTAL)
      expect(books.balanceOf(one.bill)).toBe(TOTAL)
      expect(await one.amounts()).toEqual({ pending: 0, balance: TOTAL })
      await host.standIn.control('close-dispute', { dispute, outcome: 'won' })
      await host.deliver()
      await sync()
      expect(await taken(one)).toEqual([...amounts(all), ...(all > 0 ? [{ kind: 'reversal', amount: all }] : [])])
      expect(books.balanceOf(one.bill)).toBe(TOTAL - all)
      expect(await one.amounts()).toEqual({ pending: 0, balance: TOTAL - all })
      expect(await partedPending(host.payload)).toEqual([])
    },
  )
})
