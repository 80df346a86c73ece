import { randomUUID } from 'node:crypto'
import type { Payload } from 'payload'
import type { AuditBy } from '../audit/recordAudit.ts'
import { gatewayOf } from './gatewayOf.ts'
import type { GatewayPayment } from './PaymentGateway.ts'
import { type Settled, settlePayment } from './settlePayment.ts'

type Args = { payload: Payload; transaction: number; payment: GatewayPayment; by?: AuditBy }

/**
 * Settles what the gateway answered. A failed payment could still be tried again there with another
 * method: it is ended first, and only then is its reservation released. Throws `gateway_unavailable`
 * when the gateway does not confirm that end; the reservation then stays.
 */
export async function concludePayment({ payload, transaction, payment, by }: Args): Promise<Settled> {
  if (payment.status !== 'failed') return settlePayment({ payload, transaction, payment, ...(by ? { by } : {}) })
  const ended = await gatewayOf(payload).cancelPayment({ payment: payment.id, idempotencyKey: randomUUID() })
  const settled = { ...ended, failure: ended.failure ?? payment.failure, method: ended.method ?? payment.method }
  return settlePayment({ payload, transaction, payment: settled })
}
