import type Stripe from 'stripe'
import type { Fake } from '../api/Fake.ts'
import { pageOf } from '../api/pageOf.ts'
import { type Call, type Route, route } from '../api/route.ts'
import { invalid, missing } from '../api/StripeFault.ts'
import { confirmPayment } from './confirmPayment.ts'
import { customerById } from './customerById.ts'
import { emit } from './emit.ts'
import { intentBasics } from './intentBasics.ts'
import { mergedMetadata } from './mergedMetadata.ts'
import { methodById } from './paymentMethods.ts'
import { unexpectedState } from './unexpectedState.ts'

const CREATE = [
  'amount',
  'currency',
  'customer',
  'metadata',
  'description',
  'automatic_payment_methods',
  'allowed_payment_method_types',
  'payment_method',
  'setup_future_usage',
  'receipt_email',
  'confirm',
  'confirmation_token',
  'off_session',
  'return_url',
  'mandate_data',
  'use_stripe_sdk',
  'capture_method',
] as const
const CONFIRM = [
  'payment_method',
  'confirmation_token',
  'off_session',
  'return_url',
  'mandate_data',
  'setup_future_usage',
  'use_stripe_sdk',
  'receipt_email',
] as const
const UPDATE = [
  'amount',
  'currency',
  'customer',
  'metadata',
  'description',
  'payment_method',
  'setup_future_usage',
  'receipt_email',
] as const

const CANCELABLE = ['requires_payment_method', 'requires_confirmation', 'requires_action', 'requires_capture']

function typesOf(params: Stripe.PaymentIntentCreateParams): string[] {
  const possible = params.currency.toLowerCase() === 'usd' ? ['card', 'us_bank_account'] : ['card']
  if (params.allowed_payment_method_types)
    return possible.filter((type) => params.allowed_payment_method_types?.includes(type))
  return params.automatic_payment_methods?.enabled === false ? ['card'] : possible
}

function checkCreate(fake: Fake, params: Stripe.PaymentIntentCreateParams): void {
  if (params.capture_method === 'manual')
    throw invalid('The stand-in does not play manual capture.', { param: 'capture_method' })
  if (params.customer) customerById(fake, params.customer, 'customer')
  if (params.confirmation_token && !params.confirm)
    throw invalid('confirmation_token may only be given with confirm=true.', { param: 'confirmation_token' })
  if (params.off_session && !params.confirm)
    throw invalid('off_session may only be given with confirm=true.', { param: 'off_session' })
}

function buildIntent(fake: Fake, params: Stripe.PaymentIntentCreateParams): Stripe.PaymentIntent {
  const types = typesOf(params)
  return {
    ...intentBasics(fake, 'pi', params),
    object: 'payment_intent',
    amount: params.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application_fee_amount: null,
    canceled_at: null,
    capture_method: params.capture_method ?? 'automatic_async',
    confirmation_method: 'automatic',
    currency: params.currency.toLowerCase(),
    last_payment_error: null,
    latest_charge: null,
    payment_method_options: types.includes('card')
      ? { card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' } }
      : {},
    payment_method_types: types,
    payment_record: null,
    processing: null,
    receipt_email: params.receipt_email ?? null,
    review: null,
    setup_future_usage: params.setup_future_usage || null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    transfer_data: null,
    transfer_group: null,
  }
}

function createIntent({ fake, params, isPublishable }: Call<Stripe.PaymentIntentCreateParams>): Stripe.PaymentIntent {
  checkCreate(fake, params)
  const intent = buildIntent(fake, params)
  fake.store.put('payment_intent', intent)
  emit(fake, 'payment_intent.created', intent)
  if (!params.confirm) return intent
  return confirmPayment(fake, intent, { ...params, isPublishable })
}

export function intentById(fake: Fake, id: string, param?: string): Stripe.PaymentIntent {
  const found = fake.store.get('payment_intent', id)
  if (!found) throw missing('payment_intent', id, param)
  return found
}

function updateIntent(fake: Fake, id: string, params: Stripe.PaymentIntentUpdateParams): Stripe.PaymentIntent {
  const intent = intentById(fake, id)
  const isOpen = CANCELABLE.includes(intent.status)
  if (!isOpen && Object.keys(params).some((key) => key !== 'metadata' && key !== 'description'))
    throw unexpectedState(intent, 'updated')
  if (params.customer) intent.customer = customerById(fake, params.customer, 'customer').id
  if (params.payment_method) {
    intent.payment_method = methodById(fake, params.payment_method, 'payment_method').id
    intent.status = 'requires_confirmation'
    intent.next_action = null
  }
  if (params.amount !== undefined) intent.amount = params.amount
  if (params.currency !== undefined) intent.currency = params.currency
  if (params.description !== undefined) intent.description = params.description || null
  if (params.receipt_email !== undefined) intent.receipt_email = params.receipt_email || null
  if (params.setup_future_usage !== undefined) intent.setup_future_usage = params.setup_future_usage || null
  intent.metadata = mergedMetadata(intent.metadata, params.metadata)
  return fake.store.put('payment_intent', intent)
}

function cancelIntent(fake: Fake, id: string, params: Stripe.PaymentIntentCancelParams): Stripe.PaymentIntent {
  const intent = intentById(fake, id)
  if (!CANCELABLE.includes(intent.status)) throw unexpectedState(intent, 'canceled')
  intent.status = 'canceled'
  intent.canceled_at = fake.store.now()
  intent.cancellation_reason = params.cancellation_reason ?? null
  intent.next_action = null
  fake.store.put('payment_intent', intent)
  emit(fake, 'payment_intent.canceled', intent)
  return intent
}

function listed(fake: Fake, customer?: string): Stripe.PaymentIntent[] {
  return fake.store.all('payment_intent').filter((row) => !customer || row.customer === customer)
}

export const paymentIntentRoutes: Route[] = [
  route(
    'POST /v1/payment_intents',
    { params: 'PaymentIntentCreate', answer: 'PaymentIntent', understands: CREATE },
    createIntent,
  ),
  route('GET /v1/payment_intents', { params: 'PaymentIntentList', answer: 'PaymentIntentList' }, ({ fake, params }) =>
    pageOf(listed(fake, params.customer), params, '/v1/payment_intents'),
  ),
  route(
    'GET /v1/payment_intents/:id',
    { params: 'PaymentIntentRetrieve', answer: 'PaymentIntent', isPublic: true },
    ({ fake, id }) => intentById(fake, id),
  ),
  route(
    'POST /v1/payment_intents/:id',
    { params: 'PaymentIntentUpdate', answer: 'PaymentIntent', understands: UPDATE },
    ({ fake, id, params }) => updateIntent(fake, id, params),
  ),
  route(
    'POST /v1/payment_intents/:id/confirm',
    { params: 'PaymentIntentConfirm', answer: 'PaymentIntent', isPublic: true, understands: CONFIRM },
    (call) =>
      confirmPayment(call.fake, intentById(call.fake, call.id), { ...call.params, isPublishable: call.isPublishable }),
  ),
  route(
    'POST /v1/payment_intents/:id/cancel',
    { params: 'PaymentIntentCancel', answer: 'PaymentIntent' },
    ({ fake, id, params }) => cancelIntent(fake, id, params),
  ),
]
