import Stripe from 'stripe'
import { PortalError } from '../../../base/errors.ts'
import type { GatewayRefund, PaymentGateway } from '../../PaymentGateway.ts'
import { idOf } from './idOf.ts'
import { lookUpErrorFrom, portalErrorFrom } from './portalErrorFrom.ts'
import { fromStripeAmount, toStripeAmount } from './stripeAmounts.ts'

type Refunds = Pick<PaymentGateway, 'refundPayment' | 'findRefund' | 'retrieveRefund'>

function statusOf(status: string | null): GatewayRefund['status'] {
  if (status === 'succeeded') return 'succeeded'
  return status === 'failed' || status === 'canceled' ? 'failed' : 'pending'
}

function gatewayRefundFrom(refund: Stripe.Refund): GatewayRefund {
  const status = statusOf(refund.status)
  const reason = refund.failure_reason ?? refund.status ?? 'unknown'
  return {
    id: refund.id,
    payment: idOf(refund.payment_intent) ?? '',
    reference: refund.metadata?.reference ?? null,
    amount: fromStripeAmount(refund.amount, refund.currency),
    currency: refund.currency,
    status,
    failure: status === 'failed' ? { code: reason, message: 'The bank did not take the refund.' } : null,
  }
}

/** A refusal of the request itself is about this refund; anything else is not known. */
function refundErrorFrom(error: unknown): unknown {
  const isRefused =
    error instanceof Stripe.errors.StripeInvalidRequestError || error instanceof Stripe.errors.StripeCardError
  return isRefused ? Object.assign(new PortalError('refund_not_possible'), { cause: error }) : portalErrorFrom(error)
}

/** Refunds, whole or in part. */
export function createStripeRefunds(stripe: Stripe): Refunds {
  return {
    async refundPayment({ payment, amount, currency, reference, idempotencyKey }) {
      const params = { payment_intent: payment, amount: toStripeAmount(amount, currency), metadata: { reference } }
      try {
        return gatewayRefundFrom(await stripe.refunds.create(params, { idempotencyKey }))
      } catch (error) {
        throw refundErrorFrom(error)
      }
    },
    async findRefund({ payment, reference }) {
      try {
        for await (const refund of stripe.refunds.list({ payment_intent: payment, limit: 100 }))
          if (refund.metadata?.reference === reference) return gatewayRefundFrom(refund)
        return null
      } catch (error) {
        throw portalErrorFrom(error)
      }
    },
    async retrieveRefund({ refund }) {
      try {
        return gatewayRefundFrom(await stripe.refunds.retrieve(refund))
      } catch (error) {
        throw lookUpErrorFrom(error)
      }
    },
  }
}
