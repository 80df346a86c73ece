import type Stripe from 'stripe'
import { invalid, type StripeFault } from '../api/StripeFault.ts'

/** The refusal of a step that the intent's status does not allow. */
export function unexpectedState(intent: Stripe.PaymentIntent | Stripe.SetupIntent, step: string): StripeFault {
  const what = intent.object === 'payment_intent' ? 'PaymentIntent' : 'SetupIntent'
  const message = `This ${what} could not be ${step} because it has a status of ${intent.status}.`
  return intent.object === 'payment_intent'
    ? invalid(message, { code: 'payment_intent_unexpected_state', payment_intent: intent })
    : invalid(message, { code: 'setup_intent_unexpected_state', setup_intent: intent })
}
