import type { Payload } from 'payload'
import { raiseAttention } from '../../attention/raiseAttention.ts'
import { recordAudit } from '../../audit/recordAudit.ts'
import { type Queryable, withTransaction } from '../../base/database.ts'
import { lockTransactionInvoices } from '../movePending.ts'
import type { GatewayRefund } from '../PaymentGateway.ts'
import { type PaymentRow, readPaymentRow } from '../readPaymentRow.ts'
import { retryOnDeadlock } from '../retryOnDeadlock.ts'
import { insertUndo } from './insertUndo.ts'
import { spreadOverLines } from './planRefund.ts'
import { readRefundableLines } from './readRefundableLines.ts'
import { takeRefunded } from './takeRefunded.ts'

/** More went back than this payment has left here: staff have to find out why. */
async function tellUnbooked(tx: Queryable, payment: PaymentRow, { id, amount }: GatewayRefund): Promise<void> {
  const message = `A refund of ${payment.reference} made at the gateway (${amount} ${payment.currency} in minor units) is more than was left to refund here. What is over is not booked: please check it.`
  await raiseAttention(tx, { kind: 'refund_unbooked', subject: id, transaction: payment.id, message })
}

async function book(tx: Queryable, payment: PaymentRow, refund: GatewayRefund): Promise<number | null> {
  const refundable = await readRefundableLines(tx, payment.id)
  const lines = spreadOverLines(refundable, refund.amount)
  const amount = lines.reduce((sum, line) => sum + line.amount, 0)
  if (amount < refund.amount) await tellUnbooked(tx, payment, refund)
  if (lines.length === 0) return null
  const { id } = await insertUndo(tx, {
    kind: 'refund',
    status: 'pending',
    original: payment,
    lines,
    gatewayId: refund.id,
    lease: 1,
  })
  await takeRefunded(tx, { payment: payment.id, amount })
  const data = { transaction: payment.id, refund: id, amount, currency: payment.currency }
  await recordAudit(tx, { action: 'refund_outside', actor: 'processor', payer: payment.payer, data })
  if (refundable.length > 1) {
    const message = 'A refund made at the gateway was spread over the invoices in their order. Please check it.'
    await raiseAttention(tx, { kind: 'refund_outside', subject: id, transaction: id, message })
  }
  return id
}

/**
 * Stores a refund that was made in the gateway's own dashboard, once. Answers its transaction, null when
 * its payment is none of ours. The lines are filled in their order; over several invoices staff are asked
 * to look.
 */
export function bookOutsideRefund({
  payload,
  refund,
}: {
  payload: Payload
  refund: GatewayRefund
}): Promise<number | null> {
  return retryOnDeadlock(() =>
    withTransaction(payload, async (tx) => {
      const payment = await readPaymentRow(tx, 'gatewayId', refund.payment)
      if (payment?.kind !== 'payment') return null
      await lockTransactionInvoices(tx, payment.id)
      await readPaymentRow(tx, 'lockedId', payment.id)
      const known = await readPaymentRow(tx, 'gatewayId', refund.id)
      return known ? known.id : book(tx, payment, refund)
    }),
  )
}
