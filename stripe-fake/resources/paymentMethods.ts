import type Stripe from 'stripe'
import type { Fake } from '../api/Fake.ts'
import { pageOf } from '../api/pageOf.ts'
import { type Route, route } from '../api/route.ts'
import { invalid, missing, StripeFault } from '../api/StripeFault.ts'
import type { MethodFact } from '../state/Store.ts'
import { methodFromParams, methodFromTestToken } from './buildPaymentMethod.ts'
import { customerById } from './customerById.ts'
import { emit } from './emit.ts'

/** The method with this id, or a fresh one for a shared test token. */
export function methodById(fake: Fake, id: string, param?: string): Stripe.PaymentMethod {
  const found = fake.store.get('payment_method', id) ?? methodFromTestToken(fake, id)
  if (!found) throw missing('PaymentMethod', id, param)
  return found
}

/** What the stand-in knows of the method beside what it shows. */
export function factOf(fake: Fake, method: Stripe.PaymentMethod): MethodFact {
  const fact = fake.store.get('methodFact', method.id)
  if (!fact) throw new Error(`There is no fact about ${method.id}.`)
  return fact
}

/** Methods attached to a customer, oldest first. */
export function methodsOf(fake: Fake, customer: string, type?: string): Stripe.PaymentMethod[] {
  return fake.store.all('payment_method').filter((row) => row.customer === customer && (!type || row.type === type))
}

/** Attaches without asking the bank; `payment_method.attached`. */
export function attachMethod(fake: Fake, method: Stripe.PaymentMethod, customer: string): Stripe.PaymentMethod {
  method.customer = customer
  fake.store.put('payment_method', method)
  emit(fake, 'payment_method.attached', method)
  return method
}

/** Detaches; it can never be used again. */
export function detachMethod(fake: Fake, method: Stripe.PaymentMethod): Stripe.PaymentMethod {
  if (!method.customer) {
    throw invalid('The payment method you provided is not attached to a customer so detachment is impossible.', {
      param: 'payment_method',
    })
  }
  method.customer = null
  fake.store.put('methodFact', { ...factOf(fake, method), isConsumed: true })
  fake.store.put('payment_method', method)
  emit(fake, 'payment_method.detached', method)
  return method
}

function attach(fake: Fake, id: string, params: Stripe.PaymentMethodAttachParams): Stripe.PaymentMethod {
  const method = methodById(fake, id)
  const customer = customerById(fake, params.customer ?? '', 'customer').id
  if (method.customer === customer) return method
  if (method.customer) {
    throw invalid('The payment method you provided has already been attached to a customer.', {
      code: 'payment_method_already_attached',
    })
  }
  const fact = factOf(fake, method)
  if (fact.isConsumed) throw consumed()
  const decline = fact.behaviour.declineSetup
  if (decline) {
    throw new StripeFault(402, {
      type: 'card_error',
      code: decline.code,
      decline_code: decline.declineCode,
      message: decline.message,
    })
  }
  return attachMethod(fake, method, customer)
}

/** The refusal of a method that was used once without being kept, or was detached. */
export function consumed(): StripeFault {
  return invalid(
    'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again.',
    { param: 'payment_method' },
  )
}

export const paymentMethodRoutes: Route[] = [
  route(
    'POST /v1/payment_methods',
    {
      params: 'PaymentMethodCreate',
      answer: 'PaymentMethod',
      isPublic: true,
      understands: ['type', 'card', 'us_bank_account', 'billing_details', 'allow_redisplay'],
    },
    ({ fake, params }) =>
      methodFromParams(fake, { ...params, card: params.card && 'number' in params.card ? params.card : undefined }),
  ),
  route('GET /v1/payment_methods', { params: 'PaymentMethodList', answer: 'PaymentMethodList' }, ({ fake, params }) => {
    const rows = params.customer ? methodsOf(fake, customerById(fake, params.customer, 'customer').id, params.type) : []
    return pageOf(rows, params, '/v1/payment_methods')
  }),
  route('GET /v1/payment_methods/:id', { params: 'PaymentMethodRetrieve', answer: 'PaymentMethod' }, ({ fake, id }) =>
    methodById(fake, id),
  ),
  route(
    'POST /v1/payment_methods/:id/attach',
    { params: 'PaymentMethodAttach', answer: 'PaymentMethod', understands: ['customer'] },
    ({ fake, id, params }) => attach(fake, id, params),
  ),
  route(
    'POST /v1/payment_methods/:id/detach',
    { params: 'PaymentMethodDetach', answer: 'PaymentMethod' },
    ({ fake, id }) => detachMethod(fake, methodById(fake, id)),
  ),
]
