import type Stripe from 'stripe'
import type { GatewayDispute, PaymentGateway } from '../../PaymentGateway.ts'
import { idOf } from './idOf.ts'
import { lookUpErrorFrom } from './portalErrorFrom.ts'
import { fromStripeAmount } from './stripeAmounts.ts'

/** An inquiry moves no money; a won one gives it back. In every other state the money is gone. */
function statusOf(status: Stripe.Dispute.Status): GatewayDispute['status'] {
  if (status.startsWith('warning_') || status === 'prevented') return 'inquiry'
  return status === 'won' ? 'returned' : 'withdrawn'
}

/** Disputes of cards and returns of bank debits, which the processor tells in the same words. */
export function createStripeDisputes(stripe: Stripe): Pick<PaymentGateway, 'retrieveDispute'> {
  return {
    async retrieveDispute({ dispute }) {
      try {
        const { id, payment_intent: intent, amount, currency, status, reason } = await stripe.disputes.retrieve(dispute)
        return {
          id,
          payment: idOf(intent) ?? '',
          amount: fromStripeAmount(amount, currency),
          currency,
          status: statusOf(status),
          reason,
        }
      } catch (error) {
        throw lookUpErrorFrom(error)
      }
    },
  }
}
