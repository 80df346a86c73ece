import Stripe from 'stripe'
import { PortalError } from '../../../base/errors.ts'
import type { GatewayMethodChoice, GatewayPayment, PaymentGateway } from '../../PaymentGateway.ts'
import { gatewayPaymentFrom, PAYMENT_EXPAND } from './gatewayPaymentFrom.ts'
import { isMissing, portalErrorFrom } from './portalErrorFrom.ts'

type Payments = Pick<
  PaymentGateway,
  'ensureCustomer' | 'createPayment' | 'confirmPayment' | 'retrievePayment' | 'cancelPayment'
>

/** Runs a call about one payment. A decline is an answer; so is the state that forbade the step. */
async function paymentOf(call: () => Promise<Stripe.PaymentIntent>): Promise<GatewayPayment> {
  try {
    return gatewayPaymentFrom(await call())
  } catch (error) {
    const intent = error instanceof Stripe.errors.StripeError ? error.payment_intent : undefined
    const isAnswer = error instanceof Stripe.errors.StripeCardError || isUnexpectedState(error)
    if (intent && isAnswer) return gatewayPaymentFrom(intent)
    if (isMissing(error)) throw Object.assign(new PortalError('payment_not_found'), { cause: error })
    throw portalErrorFrom(error)
  }
}

function isUnexpectedState(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'payment_intent_unexpected_state'
}

function methodParams(method: GatewayMethodChoice): Stripe.PaymentIntentConfirmParams {
  // The payer is there, so the bank may ask for 3-D Secure; it goes on in the page by Stripe's script.
  return 'method' in method
    ? { payment_method: method.method, off_session: false, use_stripe_sdk: true }
    : { confirmation_token: method.confirmationToken, use_stripe_sdk: true }
}

/** Customers and payments. */
export function createStripePayments(stripe: Stripe): Payments {
  const retrieve = (payment: string): Promise<GatewayPayment> =>
    paymentOf(() => stripe.paymentIntents.retrieve(payment, { expand: PAYMENT_EXPAND }))
  return {
    async ensureCustomer({ payerReference, idempotencyKey }) {
      try {
        const { id } = await stripe.customers.create({ metadata: { reference: payerReference } }, { idempotencyKey })
        return { customer: id }
      } catch (error) {
        throw portalErrorFrom(error)
      }
    },
    createPayment: ({ customer, amount, currency, reference, saveMethod, idempotencyKey }) =>
      paymentOf(() =>
        stripe.paymentIntents.create(
          {
            amount,
            currency,
            customer,
            metadata: { reference },
            automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
            ...(saveMethod && { setup_future_usage: 'off_session' }),
            expand: PAYMENT_EXPAND,
          },
          { idempotencyKey },
        ),
      ),
    confirmPayment: ({ payment, method, saveMethod, returnUrl, idempotencyKey }) =>
      paymentOf(() =>
        stripe.paymentIntents.confirm(
          payment,
          {
            ...methodParams(method),
            ...(saveMethod && { setup_future_usage: 'off_session' }),
            return_url: returnUrl,
            expand: PAYMENT_EXPAND,
          },
          { idempotencyKey },
        ),
      ),
    retrievePayment: ({ payment }) => retrieve(payment),
    async cancelPayment({ payment, idempotencyKey }) {
      try {
        return gatewayPaymentFrom(
          await stripe.paymentIntents.cancel(payment, { expand: PAYMENT_EXPAND }, { idempotencyKey }),
        )
      } catch (error) {
        if (isUnexpectedState(error)) return retrieve(payment)
        if (isMissing(error)) throw Object.assign(new PortalError('payment_not_found'), { cause: error })
        throw portalErrorFrom(error)
      }
    },
  }
}
