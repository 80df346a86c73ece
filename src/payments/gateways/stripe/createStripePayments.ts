import Stripe from 'stripe'
import { PortalError } from '../../../base/errors.ts'
import type { GatewayPayment, PaymentGateway } from '../../PaymentGateway.ts'
import { gatewayPaymentFrom, PAYMENT_EXPAND } from './gatewayPaymentFrom.ts'
import { lookUpErrorFrom, portalErrorFrom } from './portalErrorFrom.ts'
import { toStripeAmount } from './stripeAmounts.ts'

type Payments = Pick<
  PaymentGateway,
  'ensureCustomer' | 'createPayment' | 'confirmPayment' | 'retrievePayment' | 'cancelPayment'
>

type CreateInput = Omit<Parameters<PaymentGateway['createPayment']>[0], 'idempotencyKey'>
type ConfirmInput = Omit<Parameters<PaymentGateway['confirmPayment']>[0], 'payment' | 'idempotencyKey'>

/** Runs a call about one payment. A decline is an answer. */
async function paymentOf(call: () => Promise<Stripe.PaymentIntent>): Promise<GatewayPayment> {
  try {
    return gatewayPaymentFrom(await call())
  } catch (error) {
    if (error instanceof Stripe.errors.StripeCardError && error.payment_intent)
      return gatewayPaymentFrom(error.payment_intent)
    throw lookUpErrorFrom(error)
  }
}

/** A payment that Stripe refuses to make: an unknown currency, for example. Nothing exists that could be charged. */
function refusalFrom(error: unknown): unknown {
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) return portalErrorFrom(error)
  const known = portalErrorFrom(error)
  return known instanceof PortalError ? known : Object.assign(new PortalError('payment_not_possible'), { cause: error })
}

function isUnexpectedState(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'payment_intent_unexpected_state'
}

function createParams({
  amount,
  currency,
  customer,
  reference,
  saveMethod,
}: CreateInput): Stripe.PaymentIntentCreateParams {
  return {
    amount: toStripeAmount(amount, currency),
    currency,
    customer,
    metadata: { reference },
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    ...(saveMethod && { setup_future_usage: 'off_session' }),
    expand: PAYMENT_EXPAND,
  }
}

function confirmParams({ method, saveMethod, returnUrl }: ConfirmInput): Stripe.PaymentIntentConfirmParams {
  return {
    // The payer is there, so the bank may ask for 3-D Secure; it goes on in the page by Stripe's script.
    ...('method' in method
      ? { payment_method: method.method, off_session: false }
      : { confirmation_token: method.confirmationToken }),
    use_stripe_sdk: true,
    ...(saveMethod && { setup_future_usage: 'off_session' }),
    return_url: returnUrl,
    expand: PAYMENT_EXPAND,
  }
}

/** Customers and payments. */
export function createStripePayments(stripe: Stripe): Payments {
  const retrieve = (payment: string): Promise<Stripe.PaymentIntent> =>
    stripe.paymentIntents.retrieve(payment, { expand: PAYMENT_EXPAND })
  /** Where the state forbids a step, the state is the answer. */
  const step = (payment: string, call: () => Promise<Stripe.PaymentIntent>): Promise<GatewayPayment> =>
    paymentOf(() =>
      call().catch((error: unknown) => (isUnexpectedState(error) ? retrieve(payment) : Promise.reject(error))),
    )
  return {
    async ensureCustomer({ payerReference, idempotencyKey }) {
      try {
        const { id } = await stripe.customers.create({ metadata: { reference: payerReference } }, { idempotencyKey })
        return { customer: id }
      } catch (error) {
        throw portalErrorFrom(error)
      }
    },
    async createPayment({ idempotencyKey, ...input }) {
      const params = createParams(input)
      try {
        return gatewayPaymentFrom(await stripe.paymentIntents.create(params, { idempotencyKey }))
      } catch (error) {
        throw refusalFrom(error)
      }
    },
    confirmPayment: ({ payment, idempotencyKey, ...input }) =>
      step(payment, () => stripe.paymentIntents.confirm(payment, confirmParams(input), { idempotencyKey })),
    retrievePayment: ({ payment }) => paymentOf(() => retrieve(payment)),
    cancelPayment: ({ payment, idempotencyKey }) =>
      step(payment, () => stripe.paymentIntents.cancel(payment, { expand: PAYMENT_EXPAND }, { idempotencyKey })),
  }
}
