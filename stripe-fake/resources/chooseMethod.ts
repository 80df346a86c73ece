import type Stripe from 'stripe'
import type { Fake } from '../api/Fake.ts'
import { invalid } from '../api/StripeFault.ts'
import { methodOfToken } from './confirmationTokens.ts'
import { consumed, factOf, methodById } from './paymentMethods.ts'

type Intent = Stripe.PaymentIntent | Stripe.SetupIntent
type Choice = { payment_method?: string; confirmation_token?: string; return_url?: string; isPublishable: boolean }

function given(fake: Fake, intent: Intent, choice: Choice): Stripe.PaymentMethod {
  if (choice.confirmation_token && choice.payment_method) {
    throw invalid('You may only specify one of these parameters: confirmation_token, payment_method.', {
      param: 'confirmation_token',
    })
  }
  if (choice.confirmation_token) return methodOfToken(fake, choice.confirmation_token, intent)
  const id = choice.payment_method ?? intent.payment_method
  if (!id || typeof id !== 'string') {
    throw invalid('You cannot confirm this intent because it is missing a payment method.', {
      code: 'payment_intent_unexpected_state',
    })
  }
  return methodById(fake, id, 'payment_method')
}

/** The method that a confirmation names. Throws when it is another customer's, was used up, or is of a type the intent does not take. */
export function chooseMethod(fake: Fake, intent: Intent, choice: Choice): Stripe.PaymentMethod {
  const method = given(fake, intent, choice)
  if (method.customer && method.customer !== intent.customer) {
    throw invalid('The provided PaymentMethod belongs to another customer, or no customer was given.', {
      param: 'payment_method',
    })
  }
  if (!method.customer && factOf(fake, method).isConsumed) throw consumed()
  if (!intent.payment_method_types.includes(method.type)) {
    throw invalid(`The payment method type ${method.type} is not allowed for this intent.`, { param: 'payment_method' })
  }
  const redirects = intent.automatic_payment_methods?.allow_redirects
  if (intent.automatic_payment_methods && redirects !== 'never' && !choice.return_url && !choice.isPublishable) {
    throw invalid('A return_url must be given because redirect-based payment methods are allowed.', {
      param: 'return_url',
    })
  }
  return method
}
