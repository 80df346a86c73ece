import type Stripe from 'stripe'
import type { Fake } from '../api/Fake.ts'
import { invalid, StripeFault } from '../api/StripeFault.ts'
import { chargeCard, declinePayment } from './confirmPayment.ts'
import { declineSetup, succeedSetup } from './confirmSetup.ts'
import { methodById } from './paymentMethods.ts'
import type { Decline } from './testMethods.ts'

export type Outcome = 'succeeded' | 'failed'

function refusedBy(kind: 'payment' | 'setup'): Decline {
  return {
    code: `${kind}_intent_authentication_failure`,
    message:
      'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
  }
}

function completePayment(fake: Fake, intent: Stripe.PaymentIntent, outcome: Outcome): void {
  const method = methodById(fake, String(intent.payment_method))
  if (outcome === 'succeeded') chargeCard(fake, intent, method)
  else declinePayment(fake, intent, { method, decline: refusedBy('payment') })
}

function completeSetup(fake: Fake, setup: Stripe.SetupIntent, outcome: Outcome): void {
  const method = methodById(fake, String(setup.payment_method))
  if (outcome === 'succeeded') succeedSetup(fake, setup, method)
  else declineSetup(fake, setup, { method, decline: refusedBy('setup') })
}

/** The payer passes or fails 3-D Secure. Answers the intent as it is then. Throws when it does not wait for that. */
export function completeAction(fake: Fake, id: string, outcome: Outcome): Stripe.PaymentIntent | Stripe.SetupIntent {
  const intent = fake.store.get('payment_intent', id) ?? fake.store.get('setup_intent', id)
  if (!intent) throw invalid(`No such intent: '${id}'`, { code: 'resource_missing' })
  if (intent.status !== 'requires_action') throw invalid(`${id} waits for no action: it is ${intent.status}.`)
  try {
    if (intent.object === 'payment_intent') completePayment(fake, intent, outcome)
    else completeSetup(fake, intent, outcome)
  } catch (error) {
    if (!(error instanceof StripeFault && error.status === 402)) throw error
  }
  return intent
}
