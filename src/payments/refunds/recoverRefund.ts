import type { Payload } from 'payload'
import { poolOf } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import { gatewayOf } from '../gatewayOf.ts'
import type { GatewayRefund } from '../PaymentGateway.ts'
import { type PaymentRow, readPaymentRow } from '../readPaymentRow.ts'
import { settleRefund } from './settleRefund.ts'

const LEASE = `update payer_portal_gateway_payments set lease_until = now() + make_interval(secs => $2::int) where transaction_id = $1 and lease_until <= now()`

/** A refund that the bank works on takes days: asking once an hour is enough. */
const PROCESSING_SECONDS = 3600

async function ask(
  payload: Payload,
  row: PaymentRow,
): Promise<Pick<GatewayRefund, 'status' | 'failure'> & { id: string | null }> {
  const gateway = gatewayOf(payload)
  const { reference } = row
  if (row.gatewayId) return gateway.retrieveRefund({ refund: row.gatewayId })
  const original = row.original === null ? null : await readPaymentRow(poolOf(payload), 'id', row.original)
  if (!original?.gatewayId) throw new Error(`The refund ${row.reference} has no payment.`)
  const payment = original.gatewayId
  // A refund that was made before its answer was lost. Looked for, since the gateway forgets its keys after a day.
  const made = await gateway.findRefund({ payment, reference })
  if (made) return made
  try {
    return await gateway.refundPayment({
      payment,
      amount: row.amount,
      currency: row.currency,
      reference,
      idempotencyKey: `${reference}-refund`,
    })
  } catch (error) {
    if (!(error instanceof PortalError) || error.code !== 'refund_not_possible') throw error
    return { id: null, status: 'failed', failure: { code: error.code, message: error.message } }
  }
}

/** Brings an unfinished refund into the state that the gateway knows. Throws `gateway_unavailable`. */
export async function recoverRefund({
  payload,
  transaction,
}: {
  payload: Payload
  transaction: number
}): Promise<void> {
  const row = await readPaymentRow(poolOf(payload), 'id', transaction)
  if (row?.kind !== 'refund' || (row.status !== 'pending' && row.status !== 'processing')) return
  const seconds = row.status === 'processing' ? PROCESSING_SECONDS : portalOptions(payload).times.paymentLease
  const { rowCount } = await poolOf(payload).query({
    name: 'refund-lease',
    text: LEASE,
    values: [transaction, seconds],
  })
  if (!rowCount) return
  await settleRefund({ payload, transaction, refund: await ask(payload, row) })
}
