import type Stripe from 'stripe'
import type { GatewayMethod } from '../../PaymentGateway.ts'
import { idOf } from './idOf.ts'

/** Stripe's payment method in our words. */
export function gatewayMethodFrom(method: Stripe.PaymentMethod): GatewayMethod {
  const { card, us_bank_account: bank } = method
  return {
    id: method.id,
    customer: idOf(method.customer),
    type: card ? 'card' : bank ? 'us_bank_account' : 'other',
    brand: card?.display_brand ?? card?.brand ?? bank?.bank_name ?? null,
    last4: card?.last4 ?? bank?.last4 ?? null,
    expMonth: card?.exp_month ?? null,
    expYear: card?.exp_year ?? null,
  }
}
