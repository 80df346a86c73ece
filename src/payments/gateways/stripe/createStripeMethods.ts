import Stripe from 'stripe'
import type { GatewayMethod, GatewaySetup, PaymentGateway } from '../../PaymentGateway.ts'
import { failureFrom } from './failureFrom.ts'
import { gatewayMethodFrom } from './gatewayMethodFrom.ts'
import { idOf } from './idOf.ts'
import { isMissing, lookUpErrorFrom, portalErrorFrom } from './portalErrorFrom.ts'

type Methods = Pick<
  PaymentGateway,
  'saveMethod' | 'retrieveSetup' | 'retrieveMethod' | 'detachMethod' | 'deleteCustomer'
>

const EXPAND = ['payment_method']
const METHOD_ID = /^[a-z]{2,6}_\w{1,100}$/

const STATUSES: ReadonlyMap<string, GatewaySetup['status']> = new Map([
  ['succeeded', 'succeeded'],
  ['requires_action', 'requires_action'],
  ['requires_payment_method', 'failed'],
  ['requires_confirmation', 'failed'],
  ['canceled', 'failed'],
])

function gatewaySetupFrom(setup: Stripe.SetupIntent): GatewaySetup {
  // Processing, or a status that is not in the list: not kept, and not over.
  const status = STATUSES.get(setup.status) ?? 'processing'
  const method = setup.payment_method && typeof setup.payment_method !== 'string' ? setup.payment_method : null
  return {
    id: setup.id,
    status,
    clientSecret: status === 'requires_action' ? setup.client_secret : null,
    customer: idOf(setup.customer),
    method: method && gatewayMethodFrom(method),
    failure: failureFrom(setup.last_setup_error),
  }
}

/** Runs a call about one setup. A decline is an answer. */
async function setupOf(call: () => Promise<Stripe.SetupIntent>): Promise<GatewaySetup> {
  try {
    return gatewaySetupFrom(await call())
  } catch (error) {
    if (error instanceof Stripe.errors.StripeCardError && error.setup_intent)
      return gatewaySetupFrom(error.setup_intent)
    throw lookUpErrorFrom(error)
  }
}

async function findMethod(stripe: Stripe, method: string): Promise<GatewayMethod | null> {
  if (!METHOD_ID.test(method)) return null
  try {
    return gatewayMethodFrom(await stripe.paymentMethods.retrieve(method))
  } catch (error) {
    if (isMissing(error)) return null
    throw portalErrorFrom(error)
  }
}

/** Methods that are kept for later. */
export function createStripeMethods(stripe: Stripe): Methods {
  return {
    saveMethod: ({ customer, confirmationToken, returnUrl, idempotencyKey }) =>
      setupOf(() =>
        stripe.setupIntents.create(
          {
            customer,
            confirm: true,
            confirmation_token: confirmationToken,
            usage: 'off_session',
            automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
            return_url: returnUrl,
            use_stripe_sdk: true,
            expand: EXPAND,
          },
          { idempotencyKey },
        ),
      ),
    retrieveSetup: ({ setup }) => setupOf(() => stripe.setupIntents.retrieve(setup, { expand: EXPAND })),
    retrieveMethod: ({ method }) => findMethod(stripe, method),
    async deleteCustomer({ customer }) {
      try {
        await stripe.customers.del(customer)
      } catch (error) {
        if (!isMissing(error)) throw portalErrorFrom(error)
      }
    },
    async detachMethod({ method }) {
      try {
        await stripe.paymentMethods.detach(method)
      } catch (error) {
        // Gone already, by an earlier attempt: that is what was wanted.
        const left = await findMethod(stripe, method)
        if (left?.customer) throw portalErrorFrom(error)
      }
    },
  }
}
