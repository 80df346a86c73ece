import type Stripe from 'stripe'
import type { Fake } from '../api/Fake.ts'
import { invalid, StripeFault } from '../api/StripeFault.ts'
import { bookLater, createCharge } from './charges.ts'
import { chooseMethod } from './chooseMethod.ts'
import { emit } from './emit.ts'
import { businessSeconds, laterIn } from './laterIn.ts'
import { createMandate } from './mandates.ts'
import { nextAction } from './nextAction.ts'
import { attachMethod, factOf } from './paymentMethods.ts'
import type { Decline } from './testMethods.ts'
import { unexpectedState } from './unexpectedState.ts'

export type ConfirmOptions = {
  payment_method?: string
  confirmation_token?: string
  off_session?: unknown
  return_url?: string
  use_stripe_sdk?: boolean
  setup_future_usage?: Stripe.PaymentIntentConfirmParams['setup_future_usage']
  mandate_data?: unknown
  receipt_email?: string | null
  isPublishable: boolean
}

const CONFIRMABLE = ['requires_payment_method', 'requires_confirmation', 'requires_action']
const AUTHENTICATE: Decline = {
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
}

/** Is the money only asked for, or is the payer there? Any given `off_session` but false means away. */
function isAway(options: ConfirmOptions): boolean {
  return options.off_session !== undefined && options.off_session !== false
}

/** Confirms: charges the card, starts the debit, or asks for 3-D Secure. A decline throws the 402. */
export function confirmPayment(
  fake: Fake,
  intent: Stripe.PaymentIntent,
  options: ConfirmOptions,
): Stripe.PaymentIntent {
  if (!CONFIRMABLE.includes(intent.status)) throw unexpectedState(intent, 'confirmed')
  const method = chooseMethod(fake, intent, options)
  if (options.setup_future_usage) intent.setup_future_usage = options.setup_future_usage
  if (options.receipt_email) intent.receipt_email = options.receipt_email
  intent.payment_method = method.id
  intent.last_payment_error = null
  intent.next_action = null
  if (method.type === 'us_bank_account') return startDebit(fake, intent, { method, options })
  const { behaviour, isSetUp } = factOf(fake, method)
  const isAsked = behaviour.authentication === 'always' || (behaviour.authentication === 'untilSetUp' && !isSetUp)
  if (!isAsked) return chargeCard(fake, intent, method)
  if (isAway(options)) throw declinePayment(fake, intent, { method, decline: AUTHENTICATE })
  intent.status = 'requires_action'
  intent.next_action = nextAction(fake, intent, options)
  fake.store.put('payment_intent', intent)
  emit(fake, 'payment_intent.requires_action', intent)
  return intent
}

/** What the bank says once the card may be charged. */
export function chargeCard(
  fake: Fake,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
): Stripe.PaymentIntent {
  const { decline, dispute } = factOf(fake, method).behaviour
  if (decline) throw declinePayment(fake, intent, { method, decline })
  const charge = createCharge(fake, { intent, method, status: 'succeeded' })
  bookLater(fake, charge)
  keepMethod(fake, intent, method)
  succeed(fake, intent, charge)
  if (dispute) laterIn(fake, 0, { kind: 'openDispute', about: charge.id })
  return intent
}

/** The intent is paid by `charge`. */
export function succeed(fake: Fake, intent: Stripe.PaymentIntent, charge: Stripe.Charge): void {
  intent.status = 'succeeded'
  intent.amount_received = intent.amount
  intent.next_action = null
  fake.store.put('payment_intent', intent)
  emit(fake, 'charge.succeeded', charge)
  emit(fake, 'payment_intent.succeeded', intent)
}

/** Attaches the method when it shall be kept; otherwise it is used up. */
function keepMethod(fake: Fake, intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod): void {
  const keeps = Boolean(intent.setup_future_usage) && typeof intent.customer === 'string'
  fake.store.put('methodFact', { ...factOf(fake, method), isConsumed: !keeps && !method.customer, isSetUp: keeps })
  if (keeps && !method.customer && typeof intent.customer === 'string') attachMethod(fake, method, intent.customer)
}

function startDebit(
  fake: Fake,
  intent: Stripe.PaymentIntent,
  { method, options }: { method: Stripe.PaymentMethod; options: ConfirmOptions },
): Stripe.PaymentIntent {
  const hasMandate =
    factOf(fake, method).isSetUp || options.confirmation_token || options.mandate_data || options.isPublishable
  if (!hasMandate) {
    throw invalid('This payment method needs a mandate: give mandate_data.', {
      code: 'payment_intent_mandate_invalid',
      param: 'mandate_data',
    })
  }
  createMandate(fake, method)
  const charge = createCharge(fake, { intent, method, status: 'pending' })
  keepMethod(fake, intent, method)
  intent.status = 'processing'
  fake.store.put('payment_intent', intent)
  emit(fake, 'charge.pending', charge)
  emit(fake, 'payment_intent.processing', intent)
  if (!factOf(fake, method).behaviour.neverSettles) {
    laterIn(fake, businessSeconds(fake.store.now(), 4), { kind: 'settleDebit', about: intent.id })
  }
  return intent
}

type Refusal = { method: Stripe.PaymentMethod; decline: Decline; charge?: Stripe.Charge }

/** The intent goes back to `requires_payment_method`; answers the 402 to throw. */
export function declinePayment(
  fake: Fake,
  intent: Stripe.PaymentIntent,
  { method, decline, charge }: Refusal,
): StripeFault {
  const failed = charge ?? createCharge(fake, { intent, method, status: 'failed', decline })
  const body = {
    type: 'card_error',
    code: decline.code,
    ...(decline.declineCode && { decline_code: decline.declineCode }),
    message: decline.message,
    charge: failed.id,
    payment_method: structuredClone(method),
  } as const
  intent.status = 'requires_payment_method'
  intent.payment_method = null
  intent.next_action = null
  intent.last_payment_error = body
  fake.store.put('payment_intent', intent)
  emit(fake, 'charge.failed', failed)
  emit(fake, 'payment_intent.payment_failed', intent)
  return new StripeFault(402, { ...body, payment_intent: structuredClone(intent) })
}
