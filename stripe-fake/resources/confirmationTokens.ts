import type Stripe from 'stripe'
import type { Fake } from '../api/Fake.ts'
import { type Route, route } from '../api/route.ts'
import { invalid, missing } from '../api/StripeFault.ts'
import { newId } from '../state/newId.ts'
import { type MethodParams, methodFromParams } from './buildPaymentMethod.ts'
import { methodById } from './paymentMethods.ts'

const LIFE = 12 * 3600

type TokenParams = { return_url?: string; setup_future_usage?: Stripe.ConfirmationToken.SetupFutureUsage }

function buildToken(fake: Fake, method: Stripe.PaymentMethod, params: TokenParams): Stripe.ConfirmationToken {
  const now = fake.store.now()
  const token: Stripe.ConfirmationToken = {
    id: newId('ctoken'),
    object: 'confirmation_token',
    created: now,
    expires_at: now + LIFE,
    livemode: false,
    metadata: null,
    payment_intent: null,
    payment_method_options: null,
    payment_method_preview: {
      billing_details: method.billing_details,
      customer: method.customer,
      customer_account: null,
      type: method.type,
      ...previewOf(method),
    },
    return_url: params.return_url ?? null,
    setup_future_usage: params.setup_future_usage ?? null,
    setup_intent: null,
    shipping: null,
    use_stripe_sdk: true,
  }
  fake.store.put('tokenMethod', { id: token.id, method: method.id })
  return fake.store.put('confirmation_token', token)
}

function previewOf(method: Stripe.PaymentMethod): Partial<Stripe.ConfirmationToken.PaymentMethodPreview> {
  if (method.us_bank_account) return { us_bank_account: method.us_bank_account }
  return method.card ? { card: { ...method.card } } : {}
}

/** The token with this id. */
function tokenById(fake: Fake, id: string, param?: string): Stripe.ConfirmationToken {
  const found = fake.store.get('confirmation_token', id)
  if (!found) throw missing('confirmation_token', id, param)
  return found
}

/** The method behind a token that is about to be used for `intent`. Throws when it was used before or has expired. */
export function methodOfToken(fake: Fake, id: string, intent: { object: string; id: string }): Stripe.PaymentMethod {
  const token = tokenById(fake, id, 'confirmation_token')
  const used = token.payment_intent ?? token.setup_intent
  if (used && used !== intent.id) {
    throw invalid(`The ConfirmationToken ${id} has already been used to confirm another Intent.`, {
      param: 'confirmation_token',
    })
  }
  if ((token.expires_at ?? 0) <= fake.store.now()) {
    throw invalid(`The ConfirmationToken ${id} has expired.`, { param: 'confirmation_token' })
  }
  if (intent.object === 'payment_intent') token.payment_intent = intent.id
  else token.setup_intent = intent.id
  fake.store.put('confirmation_token', token)
  return methodById(fake, fake.store.get('tokenMethod', id)?.method ?? '')
}

function testToken(
  fake: Fake,
  params: { payment_method?: string; payment_method_data?: object } & TokenParams,
): Stripe.ConfirmationToken {
  if (params.payment_method) return buildToken(fake, methodById(fake, params.payment_method, 'payment_method'), params)
  if (params.payment_method_data)
    return buildToken(fake, methodFromParams(fake, params.payment_method_data as MethodParams), params)
  throw invalid('You must provide payment_method or payment_method_data.', {
    code: 'parameter_missing',
    param: 'payment_method_data',
  })
}

export const confirmationTokenRoutes: Route[] = [
  route(
    'POST /v1/confirmation_tokens',
    { params: 'BrowserConfirmationToken', answer: 'ConfirmationToken', isPublic: true },
    ({ fake, params }) => buildToken(fake, methodFromParams(fake, params.payment_method_data as MethodParams), params),
  ),
  route(
    'GET /v1/confirmation_tokens/:id',
    { params: 'ConfirmationTokenRetrieve', answer: 'ConfirmationToken' },
    ({ fake, id }) => tokenById(fake, id),
  ),
  route(
    'POST /v1/test_helpers/confirmation_tokens',
    {
      params: 'ConfirmationTokenTest',
      answer: 'ConfirmationToken',
      understands: ['payment_method', 'payment_method_data', 'return_url', 'setup_future_usage'],
    },
    ({ fake, params }) => testToken(fake, params),
  ),
]
