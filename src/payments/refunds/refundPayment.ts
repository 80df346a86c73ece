import type { Payload } from 'payload'
import { type AuditBy, recordAudit } from '../../audit/recordAudit.ts'
import { type Queryable, withTransaction } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { enqueueJob } from '../../jobs/enqueueJob.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import type { Allocation } from '../allocateOldestFirst.ts'
import { checkAmountStep } from '../checkAmountStep.ts'
import { gatewayOf } from '../gatewayOf.ts'
import { lockTransactionInvoices } from '../movePending.ts'
import { type PaymentRow, readPaymentRow } from '../readPaymentRow.ts'
import { retryOnDeadlock } from '../retryOnDeadlock.ts'
import { insertUndo } from './insertUndo.ts'
import { planRefund, type RefundWish } from './planRefund.ts'
import { readRefundableLines } from './readRefundableLines.ts'
import { settleRefund } from './settleRefund.ts'
import { takeRefunded } from './takeRefunded.ts'

type Args = AuditBy & { payload: Payload; transaction: number | null; wish: RefundWish }
type Stored = { id: number; reference: string; payment: string; amount: number; currency: string }

function checkRefundable(row: PaymentRow | null): PaymentRow & { gatewayId: string } {
  if (!row) throw new PortalError('transaction_not_found')
  const { gatewayId } = row
  if (row.kind !== 'payment' || row.status !== 'succeeded' || !gatewayId)
    throw new PortalError('refund_not_possible', { data: { status: row.status, refundable: 0 } })
  return { ...row, gatewayId }
}

async function store(
  tx: Queryable,
  { payload, transaction: _, wish: _wish, ...by }: Args,
  { original, lines }: { original: PaymentRow & { gatewayId: string }; lines: Allocation[] },
): Promise<Stored> {
  const { paymentLease } = portalOptions(payload).times
  const amount = lines.reduce((sum, line) => sum + line.amount, 0)
  checkAmountStep(gatewayOf(payload), { amount, currency: original.currency })
  const made = await insertUndo(tx, {
    kind: 'refund',
    status: 'pending',
    original,
    lines,
    gatewayId: null,
    lease: paymentLease,
  })
  await takeRefunded(tx, { payment: original.id, amount })
  const data = { transaction: original.id, refund: made.id, amount, currency: original.currency }
  await recordAudit(tx, { ...by, action: 'transaction.refund', payer: original.payer, data })
  await enqueueJob(tx, {
    task: 'recoverRefund',
    payload: { transaction: made.id },
    runAt: new Date(Date.now() + (paymentLease + 1) * 1000),
  })
  return { ...made, payment: original.gatewayId, amount, currency: original.currency }
}

/** Stores the refund under the payment's lock, so that parallel ones never sum up to more than was paid. */
function reserveRefund(args: Args): Promise<Stored> {
  return retryOnDeadlock(() =>
    withTransaction(args.payload, async (tx) => {
      const { transaction, wish } = args
      if (transaction === null) throw new PortalError('transaction_not_found')
      await lockTransactionInvoices(tx, transaction)
      const original = checkRefundable(await readPaymentRow(tx, 'lockedId', transaction))
      return store(tx, args, { original, lines: planRefund(await readRefundableLines(tx, transaction), wish) })
    }),
  )
}

/**
 * Gives money back, whole or in part, for staff. Answers the id of the refund's own transaction. Throws
 * `transaction_not_found`, `refund_not_possible`, `amount_invalid`, `amount_mismatch`, `bad_request`, or
 * `gateway_unavailable` when the outcome is not known yet and the worker will look it up.
 */
export async function refundPayment(args: Args): Promise<number> {
  const { payload } = args
  const gateway = gatewayOf(payload)
  const { id, reference, ...asked } = await reserveRefund(args)
  try {
    const refund = await gateway.refundPayment({ ...asked, reference, idempotencyKey: `${reference}-refund` })
    await settleRefund({ payload, transaction: id, refund })
    return id
  } catch (error) {
    if (error instanceof PortalError && error.code === 'refund_not_possible') {
      await settleRefund({
        payload,
        transaction: id,
        refund: { id: null, status: 'failed', failure: { code: error.code, message: error.message } },
      })
    }
    throw error
  }
}
