import type Stripe from 'stripe'
import type { Fake } from '../api/Fake.ts'
import { newId, randomText } from '../state/newId.ts'
import { mergedMetadata } from './mergedMetadata.ts'
import { methodById } from './paymentMethods.ts'

type Params = Stripe.PaymentIntentCreateParams | Stripe.SetupIntentCreateParams

/** The fields that a new PaymentIntent and a new SetupIntent have in common. Throws for an unknown payment method. */
export function intentBasics(fake: Fake, prefix: 'pi' | 'seti', params: Params) {
  const id = newId(prefix)
  const method = params.payment_method ? methodById(fake, params.payment_method, 'payment_method') : null
  const automatic = params.automatic_payment_methods
  return {
    id,
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    application: null,
    automatic_payment_methods:
      automatic?.enabled === false ? null : { allow_redirects: automatic?.allow_redirects ?? 'always', enabled: true },
    cancellation_reason: null,
    client_secret: `${id}_secret_${randomText(25)}`,
    created: fake.store.now(),
    customer: params.customer ?? null,
    customer_account: null,
    description: params.description ?? null,
    excluded_payment_method_types: null,
    livemode: false,
    managed_payments: null,
    metadata: mergedMetadata({}, params.metadata),
    next_action: null,
    on_behalf_of: null,
    payment_method: method?.id ?? null,
    payment_method_configuration_details: null,
    status: method ? 'requires_confirmation' : 'requires_payment_method',
  } as const
}
