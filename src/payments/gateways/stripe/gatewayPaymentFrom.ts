import type Stripe from 'stripe'
import type { GatewayMethod, GatewayPayment, GatewayPaymentStatus } from '../../PaymentGateway.ts'
import { failureFrom } from './failureFrom.ts'
import { gatewayMethodFrom } from './gatewayMethodFrom.ts'
import { idOf } from './idOf.ts'
import { fromStripeAmount } from './stripeAmounts.ts'

/** Asked for wherever a payment is answered: the charge knows what was refunded, the method what to show. */
export const PAYMENT_EXPAND = ['latest_charge', 'payment_method']

const STATUSES: ReadonlyMap<string, GatewayPaymentStatus> = new Map([
  ['succeeded', 'succeeded'],
  ['canceled', 'canceled'],
  ['requires_action', 'requires_action'],
  ['processing', 'processing'],
  ['requires_payment_method', 'requires_method'],
  ['requires_confirmation', 'requires_method'],
])

/** A status that is not in the list is never taken for paid, and never for over. */
function statusOf({ status, last_payment_error: problem }: Stripe.PaymentIntent): GatewayPaymentStatus {
  if (status === 'requires_payment_method' && problem) return 'failed'
  return STATUSES.get(status) ?? 'processing'
}

function methodOf(intent: Stripe.PaymentIntent): GatewayMethod | null {
  if (intent.payment_method && typeof intent.payment_method !== 'string')
    return gatewayMethodFrom(intent.payment_method)
  return intent.last_payment_error?.payment_method ? gatewayMethodFrom(intent.last_payment_error.payment_method) : null
}

/** Stripe's PaymentIntent in our words. */
export function gatewayPaymentFrom(intent: Stripe.PaymentIntent): GatewayPayment {
  const status = statusOf(intent)
  const charge = typeof intent.latest_charge === 'string' ? null : intent.latest_charge
  return {
    id: intent.id,
    reference: intent.metadata.reference ?? null,
    status,
    amount: fromStripeAmount(intent.amount, intent.currency),
    amountReceived: fromStripeAmount(intent.amount_received, intent.currency),
    currency: intent.currency,
    customer: idOf(intent.customer),
    clientSecret: status === 'requires_action' ? intent.client_secret : null,
    method: methodOf(intent),
    failure: failureFrom(intent.last_payment_error),
    refundedAmount: fromStripeAmount(charge?.amount_refunded ?? 0, intent.currency),
    createdAt: new Date(intent.created * 1000),
  }
}
