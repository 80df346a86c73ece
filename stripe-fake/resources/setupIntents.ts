import type Stripe from 'stripe'
import type { Fake } from '../api/Fake.ts'
import { pageOf } from '../api/pageOf.ts'
import { type Call, type Route, route } from '../api/route.ts'
import { missing } from '../api/StripeFault.ts'
import { confirmSetup } from './confirmSetup.ts'
import { customerById } from './customerById.ts'
import { emit } from './emit.ts'
import { intentBasics } from './intentBasics.ts'
import { unexpectedState } from './unexpectedState.ts'

const CREATE = [
  'customer',
  'metadata',
  'description',
  'automatic_payment_methods',
  'allowed_payment_method_types',
  'payment_method',
  'usage',
  'confirm',
  'confirmation_token',
  'return_url',
  'mandate_data',
  'use_stripe_sdk',
] as const
const CONFIRM = ['payment_method', 'confirmation_token', 'return_url', 'mandate_data', 'use_stripe_sdk'] as const

function buildSetup(fake: Fake, params: Stripe.SetupIntentCreateParams): Stripe.SetupIntent {
  const possible = ['card', 'us_bank_account']
  const allowed = params.allowed_payment_method_types
  return {
    ...intentBasics(fake, 'seti', params),
    object: 'setup_intent',
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    mandate: null,
    payment_method_options: { card: { mandate_options: null, network: null, request_three_d_secure: 'automatic' } },
    payment_method_types: allowed ? possible.filter((type) => allowed.includes(type)) : possible,
    single_use_mandate: null,
    usage: params.usage ?? 'off_session',
  }
}

function createSetup({ fake, params, isPublishable }: Call<Stripe.SetupIntentCreateParams>): Stripe.SetupIntent {
  if (params.customer) customerById(fake, params.customer, 'customer')
  const setup = fake.store.put('setup_intent', buildSetup(fake, params))
  emit(fake, 'setup_intent.created', setup)
  return params.confirm ? confirmSetup(fake, setup, { ...params, isPublishable }) : setup
}

function setupById(fake: Fake, id: string): Stripe.SetupIntent {
  const found = fake.store.get('setup_intent', id)
  if (!found) throw missing('setupintent', id)
  return found
}

function cancelSetup(fake: Fake, id: string, params: Stripe.SetupIntentCancelParams): Stripe.SetupIntent {
  const setup = setupById(fake, id)
  if (setup.status === 'succeeded' || setup.status === 'canceled') throw unexpectedState(setup, 'canceled')
  setup.status = 'canceled'
  setup.cancellation_reason = params.cancellation_reason ?? null
  setup.next_action = null
  fake.store.put('setup_intent', setup)
  emit(fake, 'setup_intent.canceled', setup)
  return setup
}

function listed(fake: Fake, { customer, payment_method: method }: Stripe.SetupIntentListParams): Stripe.SetupIntent[] {
  return fake.store
    .all('setup_intent')
    .filter((row) => (!customer || row.customer === customer) && (!method || row.payment_method === method))
}

export const setupIntentRoutes: Route[] = [
  route(
    'POST /v1/setup_intents',
    { params: 'SetupIntentCreate', answer: 'SetupIntent', understands: CREATE },
    createSetup,
  ),
  route('GET /v1/setup_intents', { params: 'SetupIntentList', answer: 'SetupIntentList' }, ({ fake, params }) =>
    pageOf(listed(fake, params), params, '/v1/setup_intents'),
  ),
  route(
    'GET /v1/setup_intents/:id',
    { params: 'SetupIntentRetrieve', answer: 'SetupIntent', isPublic: true },
    ({ fake, id }) => setupById(fake, id),
  ),
  route(
    'POST /v1/setup_intents/:id/confirm',
    { params: 'SetupIntentConfirm', answer: 'SetupIntent', isPublic: true, understands: CONFIRM },
    (call) =>
      confirmSetup(call.fake, setupById(call.fake, call.id), { ...call.params, isPublishable: call.isPublishable }),
  ),
  route(
    'POST /v1/setup_intents/:id/cancel',
    { params: 'SetupIntentCancel', answer: 'SetupIntent' },
    ({ fake, id, params }) => cancelSetup(fake, id, params),
  ),
]
