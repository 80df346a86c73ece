import Stripe from 'stripe'
import { PortalError } from '../../../base/errors.ts'
import type { GatewayRefund, PaymentGateway } from '../../PaymentGateway.ts'
import { idOf } from './idOf.ts'
import { portalErrorFrom } from './portalErrorFrom.ts'

type Refunds = Pick<PaymentGateway, 'refundPayment' | 'retrieveRefund'>

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
    amount: refund.amount,
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
    async refundPayment({ payment, amount, reference, idempotencyKey }) {
      try {
        return gatewayRefundFrom(
          await stripe.refunds.create({ payment_intent: payment, amount, metadata: { reference } }, { idempotencyKey }),
        )
      } catch (error) {
        throw refundErrorFrom(error)
      }
    },
    async retrieveRefund({ refund }) {
      try {
        return gatewayRefundFrom(await stripe.refunds.retrieve(refund))
      } catch (error) {
        throw portalErrorFrom(error)
      }
    },
  }
}
