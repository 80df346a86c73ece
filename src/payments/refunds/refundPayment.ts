import type { Payload } from 'payload'
import { type AuditBy, recordAudit } from '../../audit/recordAudit.ts'
import { poolOf, type Queryable, withTransaction } from '../../base/database.ts'
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
import { findRefundOf, keepRefundKey } from './refundKeys.ts'
import { settleRefund } from './settleRefund.ts'
import { takeRefunded } from './takeRefunded.ts'

type Args = AuditBy & {
  payload: Payload
  transaction: number | null
  wish: RefundWish
  /** One key of a payment makes one refund. Without one each call makes its own. */
  key?: string | null
}
type Original = PaymentRow & { gatewayId: string }
type Stored = { id: number; reference: string; payment: string; amount: number; currency: string }
/** `earlier`: the refund that this key made before. */
type Reserved = { made: Stored } | { earlier: number }

function checkRefundable(row: PaymentRow | null, { refundedAmount }: RefundWish): Original {
  if (!row) throw new PortalError('transaction_not_found')
  const { gatewayId } = row
  if (row.kind !== 'payment' || row.status !== 'succeeded' || !gatewayId)
    throw new PortalError('refund_not_possible', { data: { status: row.status, refundable: 0 } })
  if (refundedAmount !== undefined && refundedAmount !== row.refundedAmount)
    throw new PortalError('refund_changed', { data: { refundedAmount: row.refundedAmount } })
  return { ...row, gatewayId }
}

async function store(
  tx: Queryable,
  { payload, transaction: _, wish, key, ...by }: Args,
  { original, lines }: { original: Original; lines: Allocation[] },
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
  if (key) await keepRefundKey(tx, { payment: original.id, key, wish, refund: made.id })
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

/** Stores the refund under the payment's lock, so that parallel ones never sum up to more than was paid, and one key stores one. */
function reserveRefund(args: Args): Promise<Reserved> {
  return retryOnDeadlock(() =>
    withTransaction(args.payload, async (tx): Promise<Reserved> => {
      const { transaction, wish, key } = args
      if (transaction === null) throw new PortalError('transaction_not_found')
      await lockTransactionInvoices(tx, transaction)
      const row = await readPaymentRow(tx, 'lockedId', transaction)
      const earlier = row && key ? await findRefundOf(tx, { payment: row.id, key, wish }) : null
      if (earlier !== null) return { earlier }
      const original = checkRefundable(row, wish)
      const lines = planRefund(await readRefundableLines(tx, transaction), wish)
      return { made: await store(tx, args, { original, lines }) }
    }),
  )
}

/** What a repeated key answers: the refund as it is now; one that the gateway refused is refused again. */
async function repeated(payload: Payload, refund: number): Promise<number> {
  const row = await readPaymentRow(poolOf(payload), 'id', refund)
  if (row?.status === 'failed') throw new PortalError('refund_not_possible', { data: { transaction: refund } })
  return refund
}

async function makeRefund(payload: Payload, { id, reference, ...asked }: Stored): Promise<number> {
  try {
    const refund = await gatewayOf(payload).refundPayment({
      ...asked,
      reference,
      idempotencyKey: `${reference}-refund`,
    })
    await settleRefund({ payload, transaction: id, refund })
    return id
  } catch (error) {
    if (!(error instanceof PortalError)) throw error
    if (error.code === 'refund_not_possible') {
      await settleRefund({
        payload,
        transaction: id,
        refund: { id: null, status: 'failed', failure: { code: error.code, message: error.message } },
      })
    }
    throw new PortalError(error.code, { data: { ...error.data, transaction: id } })
  }
}

/**
 * Gives money back, whole or in part, for staff. Answers the id of the refund's own transaction; the same key and
 * wish never refund twice. Throws `transaction_not_found`, `refund_not_possible`, `refund_changed`, `amount_invalid`,
 * `amount_mismatch`, `bad_request`, `idempotency_key_reused`, or `gateway_unavailable` when the outcome is not known
 * yet and the worker will look it up.
 */
export async function refundPayment(args: Args): Promise<number> {
  const { payload } = args
  // Without a gateway nothing is stored.
  gatewayOf(payload)
  const reserved = await reserveRefund(args)
  return 'earlier' in reserved ? repeated(payload, reserved.earlier) : makeRefund(payload, reserved.made)
}
