import type Stripe from 'stripe'
import type { Fake } from '../api/Fake.ts'
import { pageOf } from '../api/pageOf.ts'
import { type Route, route } from '../api/route.ts'
import { missing } from '../api/StripeFault.ts'
import { newId } from '../state/newId.ts'

type Booking = {
  type: 'charge' | 'payment' | 'refund' | 'payment_refund' | 'refund_failure' | 'adjustment'
  /** Negative when it leaves the balance. */
  amount: number
  currency: string
  source: string
  fee?: number
}

function feeOf({ type, amount }: Booking): number {
  if (type === 'charge') return Math.round(amount * 0.029) + 30
  return type === 'payment' ? Math.min(500, Math.round(amount * 0.008)) : 0
}

/** One line on the account's balance. The fees are US list prices. */
export function bookBalance(fake: Fake, booking: Booking): Stripe.BalanceTransaction {
  const fee = booking.fee ?? feeOf(booking)
  const now = fake.store.now()
  const category = {
    charge: 'charge',
    payment: 'charge',
    refund: 'refund',
    payment_refund: 'refund',
    refund_failure: 'refund_failure',
    adjustment: 'dispute',
  }
  return fake.store.put('balance_transaction', {
    id: newId('txn'),
    object: 'balance_transaction',
    amount: booking.amount,
    available_on: now + 2 * 86_400,
    balance_type: 'payments',
    created: now,
    currency: booking.currency,
    description: null,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency: booking.currency,
              description: 'Processing fees',
              type: 'stripe_fee',
            },
          ],
    net: booking.amount - fee,
    reporting_category: category[booking.type],
    source: booking.source,
    status: 'pending',
    type: booking.type,
  })
}

export const balanceRoutes: Route[] = [
  route(
    'GET /v1/balance_transactions',
    { params: 'BalanceTransactionList', answer: 'BalanceTransactionList' },
    ({ fake, params }) => {
      const { source, type, currency } = params
      const rows = fake.store
        .all('balance_transaction')
        .filter(
          (row) =>
            (!source || row.source === source) &&
            (!type || row.type === type) &&
            (!currency || row.currency === currency),
        )
      return pageOf(rows, params, '/v1/balance_transactions')
    },
  ),
  route(
    'GET /v1/balance_transactions/:id',
    { params: 'BalanceTransactionRetrieve', answer: 'BalanceTransaction' },
    ({ fake, id }) => {
      const found = fake.store.get('balance_transaction', id)
      if (!found) throw missing('balance_transaction', id)
      return found
    },
  ),
]
