import type { Payload } from 'payload'
import { raiseAttention } from '../../attention/raiseAttention.ts'
import { type Queryable, withTransaction } from '../../base/database.ts'
import { lookAtDisputesAgain } from '../disputes/lookAtDisputesAgain.ts'
import { mailPayer } from '../mailPayer.ts'
import { lockTransactionInvoices } from '../movePending.ts'
import type { GatewayRefund } from '../PaymentGateway.ts'
import { type PaymentRow, readPaymentRow } from '../readPaymentRow.ts'
import { retryOnDeadlock } from '../retryOnDeadlock.ts'
import { statesBefore, type TransactionStatus } from '../transactionStatuses.ts'
import { bookBack } from './bookBack.ts'
import { followPayment } from './followPayment.ts'
import { takeRefunded } from './takeRefunded.ts'
import { undoPosting } from './undoPosting.ts'

type Outcome = Pick<GatewayRefund, 'status' | 'failure'> & { id: string | null }

const STATES: Readonly<Record<GatewayRefund['status'], TransactionStatus>> = {
  pending: 'processing',
  succeeded: 'succeeded',
  failed: 'failed',
}

const MOVE = `update transactions set status = $2::text::enum_transactions_status, failure_code = $3, failure_message = $4,
    settled_at = case when $2::text = 'succeeded' then now() else settled_at end, updated_at = now()
  where id = $1 and status::text = any($5::text[]) returning id`

const TRACK = `update payer_portal_gateway_payments set gateway_id = coalesce(gateway_id, $2), lease_until = case when $3::boolean then now() + interval '1 hour' else 'infinity' end where transaction_id = $1`

const GIVE_BACK =
  'update transactions set refunded_amount = greatest(0, refunded_amount - $2::numeric), updated_at = now() where id = $1'

/** The bank could not give the money to the payer: it is with the firm again. */
async function onFailure(tx: Queryable, row: PaymentRow, payment: number): Promise<void> {
  await tx.query({ name: 'refund-give-back', text: GIVE_BACK, values: [payment, row.amount] })
  await lookAtDisputesAgain(tx, { payment, refund: row.id })
  await raiseAttention(tx, {
    kind: 'refund_failed',
    subject: row.id,
    transaction: row.id,
    message: `The refund ${row.reference} failed. The money has not reached the payer.`,
  })
}

/** A refund that had succeeded and then failed: a movement of its own, once. */
async function onLateFailure(tx: Queryable, row: PaymentRow, payment: number): Promise<void> {
  const id = await bookBack(tx, { undone: row, gatewayId: `${row.gatewayId}:failed` })
  if (id === null) return
  await onFailure(tx, row, payment)
  // The payer was told that the money is on its way.
  await mailPayer(tx, { payment: { id: payment, payer: row.payer }, kind: 'payment_failed', undo: row.id })
}

/** It had been given up as failed, and its amount given back to what can be refunded; its payment may have been moved since. */
async function takeUpAgain(
  tx: Queryable,
  row: PaymentRow,
  { payment, to }: { payment: number; to: TransactionStatus },
): Promise<void> {
  const wasGivenUp = row.status === 'failed' || row.status === 'canceled'
  if (!wasGivenUp || !statesBefore(to).includes(row.status)) return
  await followPayment(tx, { payment, refund: row })
  await takeRefunded(tx, { payment, amount: row.amount })
}

async function settleLocked(
  tx: Queryable,
  row: PaymentRow,
  { payment, refund }: { payment: number; refund: Outcome },
): Promise<TransactionStatus> {
  const to = STATES[refund.status]
  if (row.status === 'succeeded' && to === 'failed') await onLateFailure(tx, row, payment)
  await takeUpAgain(tx, row, { payment, to })
  const { rowCount } = await tx.query({
    name: 'refund-move',
    text: MOVE,
    values: [row.id, to, refund.failure?.code ?? null, refund.failure?.message ?? null, statesBefore(to)],
  })
  if (!rowCount) return row.status
  await tx.query({ name: 'refund-track', text: TRACK, values: [row.id, refund.id, to === 'processing'] })
  if (to === 'succeeded') {
    await undoPosting(tx, { payment, undo: row.id, isTakenBack: false })
    await mailPayer(tx, { payment: { id: payment, payer: row.payer }, kind: 'receipt', undo: row.id })
  }
  if (to === 'failed') await onFailure(tx, row, payment)
  return to
}

/** Books what the gateway says about a refund, by compare-and-set: repeats and parallel calls end in the same state. */
export function settleRefund({
  payload,
  transaction,
  refund,
}: {
  payload: Payload
  transaction: number
  refund: Outcome
}): Promise<TransactionStatus> {
  return retryOnDeadlock(() =>
    withTransaction(payload, async (tx) => {
      const found = await readPaymentRow(tx, 'id', transaction)
      if (!found?.original || found.kind !== 'refund') throw new Error(`Transaction ${transaction} is not a refund.`)
      await lockTransactionInvoices(tx, found.original)
      await readPaymentRow(tx, 'lockedId', found.original)
      const row = await readPaymentRow(tx, 'lockedId', transaction)
      return settleLocked(tx, row ?? found, { payment: found.original, refund })
    }),
  )
}
