import type Stripe from 'stripe'
import type { Fake } from '../api/Fake.ts'
import { invalid, StripeFault } from '../api/StripeFault.ts'
import { chooseMethod } from './chooseMethod.ts'
import { emit } from './emit.ts'
import { createMandate } from './mandates.ts'
import { nextAction } from './nextAction.ts'
import { attachMethod, factOf } from './paymentMethods.ts'
import type { Decline } from './testMethods.ts'
import { unexpectedState } from './unexpectedState.ts'

type SetupOptions = {
  payment_method?: string
  confirmation_token?: string
  return_url?: string
  use_stripe_sdk?: boolean
  mandate_data?: unknown
  isPublishable: boolean
}

const CONFIRMABLE = ['requires_payment_method', 'requires_confirmation', 'requires_action']

/** Confirms: keeps the method for later, or asks for 3-D Secure. A decline throws the 402. */
export function confirmSetup(fake: Fake, setup: Stripe.SetupIntent, options: SetupOptions): Stripe.SetupIntent {
  if (!CONFIRMABLE.includes(setup.status)) throw unexpectedState(setup, 'confirmed')
  const method = chooseMethod(fake, setup, options)
  setup.payment_method = method.id
  setup.last_setup_error = null
  setup.next_action = null
  const { behaviour } = factOf(fake, method)
  if (behaviour.declineSetup) throw declineSetup(fake, setup, { method, decline: behaviour.declineSetup })
  if (behaviour.authentication) {
    setup.status = 'requires_action'
    setup.next_action = nextAction(fake, setup, options)
    fake.store.put('setup_intent', setup)
    emit(fake, 'setup_intent.requires_action', setup)
    return setup
  }
  if (
    method.type === 'us_bank_account' &&
    !options.confirmation_token &&
    !options.mandate_data &&
    !options.isPublishable
  ) {
    throw invalid('This payment method needs a mandate: give mandate_data.', { param: 'mandate_data' })
  }
  return succeedSetup(fake, setup, method)
}

/** The method is kept: attached to the customer, ready to be charged later. */
export function succeedSetup(fake: Fake, setup: Stripe.SetupIntent, method: Stripe.PaymentMethod): Stripe.SetupIntent {
  if (method.type === 'us_bank_account') setup.mandate = createMandate(fake, method).id
  fake.store.put('methodFact', { ...factOf(fake, method), isSetUp: true, isConsumed: setup.customer === null })
  if (!method.customer && typeof setup.customer === 'string') attachMethod(fake, method, setup.customer)
  setup.status = 'succeeded'
  setup.next_action = null
  fake.store.put('setup_intent', setup)
  emit(fake, 'setup_intent.succeeded', setup)
  return setup
}

type Refusal = { method: Stripe.PaymentMethod; decline: Decline }

/** The setup goes back to `requires_payment_method`; answers the 402 to throw. */
export function declineSetup(fake: Fake, setup: Stripe.SetupIntent, { method, decline }: Refusal): StripeFault {
  const body = {
    type: 'card_error',
    code: decline.code,
    ...(decline.declineCode && { decline_code: decline.declineCode }),
    message: decline.message,
    payment_method: structuredClone(method),
  } as const
  setup.status = 'requires_payment_method'
  setup.payment_method = null
  setup.next_action = null
  setup.last_setup_error = body
  fake.store.put('setup_intent', setup)
  emit(fake, 'setup_intent.setup_failed', setup)
  return new StripeFault(402, { ...body, setup_intent: structuredClone(setup) })
}
