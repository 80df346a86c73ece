import type { Payload } from 'payload'
import { raiseAttention } from '../../attention/raiseAttention.ts'
import { resolveAttention } from '../../attention/resolveAttention.ts'
import { recordAudit } from '../../audit/recordAudit.ts'
import { type Queryable, withTransaction } from '../../base/database.ts'
import { mailPayer } from '../mailPayer.ts'
import { lockTransactionInvoices } from '../movePending.ts'
import type { GatewayDispute } from '../PaymentGateway.ts'
import { type PaymentRow, readPaymentRow } from '../readPaymentRow.ts'
import { bookBack } from '../refunds/bookBack.ts'
import { insertUndo } from '../refunds/insertUndo.ts'
import { spreadOverLines } from '../refunds/planRefund.ts'
import { readRefundableLines } from '../refunds/readRefundableLines.ts'
import { undoPosting } from '../refunds/undoPosting.ts'
import { retryOnDeadlock } from '../retryOnDeadlock.ts'

/** The id under which the return of the money is booked, once. */
const wonId = (id: string): string => `${id}:won`

/** What a refund under way kept a dispute from taking is booked under an id of its own once the refund failed. */
const restId = ({ id }: GatewayDispute): string => `${id}:rest`

/** What the dispute has taken here: as it was told, and the rest of it. */
async function readTaken(tx: Queryable, dispute: GatewayDispute): Promise<PaymentRow[]> {
  const first = await readPaymentRow(tx, 'gatewayId', dispute.id)
  const rest = first ? await readPaymentRow(tx, 'gatewayId', restId(dispute)) : null
  return [first, rest].filter((row) => row !== null)
}

type Withdrawal = { payment: PaymentRow; dispute: GatewayDispute; taken: PaymentRow[] }

/** The bank took the money back: a movement of its own, and the invoices are due again. */
async function bookWithdrawal(tx: Queryable, { payment, dispute, taken }: Withdrawal): Promise<void> {
  const booked = taken.reduce((sum, { amount }) => sum + amount, 0)
  if (taken.length > 1 || booked >= dispute.amount) return
  const lines = spreadOverLines(await readRefundableLines(tx, payment.id), dispute.amount - booked)
  const kind = payment.methodType === 'us_bank_account' ? 'return' : 'dispute'
  await raiseAttention(tx, {
    kind,
    subject: dispute.id,
    transaction: payment.id,
    message: `The payer's bank took back the payment ${payment.reference}: ${dispute.reason}.`,
  })
  if (lines.length === 0) return
  const { id } = await insertUndo(tx, {
    kind,
    status: 'succeeded',
    original: payment,
    lines,
    gatewayId: taken.length === 0 ? dispute.id : restId(dispute),
    lease: null,
  })
  const amount = lines.reduce((sum, line) => sum + line.amount, 0)
  const data = { transaction: payment.id, [kind]: id, amount, currency: payment.currency }
  await recordAudit(tx, { action: 'payment_taken_back', actor: 'processor', payer: payment.payer, data })
  await undoPosting(tx, { payment: payment.id, undo: id, isTakenBack: true })
  // A card's holder asked for this; that a bank debit bounced is news to its payer.
  if (kind === 'return') await mailPayer(tx, { payment, kind: 'payment_failed', undo: id })
}

async function bookReturn(tx: Queryable, taken: PaymentRow, dispute: GatewayDispute): Promise<void> {
  const id = await bookBack(tx, { undone: taken, gatewayId: wonId(taken.gatewayId ?? dispute.id) })
  if (id === null) return
  const message = `The dispute of ${taken.reference} was won: the money is with the firm again.`
  for (const kind of ['dispute', 'return'] as const) await resolveAttention(tx, { kind, subject: dispute.id })
  await raiseAttention(tx, { kind: 'dispute_won', subject: dispute.id, transaction: id, message })
}

/** The bank changed its mind after the dispute was won. Rare enough for somebody to look at it. */
async function tellTakenAgain(tx: Queryable, payment: PaymentRow, dispute: GatewayDispute): Promise<void> {
  const message = `The payer's bank took back the payment ${payment.reference} again after its dispute was won. Please book this by hand.`
  await raiseAttention(tx, {
    kind: 'dispute_again',
    subject: dispute.id,
    transaction: payment.id,
    message,
  })
}

async function settleLocked(tx: Queryable, payment: PaymentRow, dispute: GatewayDispute): Promise<void> {
  const taken = await readTaken(tx, dispute)
  if (dispute.status === 'returned') {
    for (const row of taken) await bookReturn(tx, row, dispute)
    return
  }
  const wasWon = (await readPaymentRow(tx, 'gatewayId', wonId(dispute.id))) !== null
  if (wasWon) await tellTakenAgain(tx, payment, dispute)
  else await bookWithdrawal(tx, { payment, dispute, taken })
}

/**
 * Books what the gateway says about a dispute, or the late return of a bank debit: once when the money
 * goes, once when it comes back, in any order of events and however often. An inquiry changes nothing.
 */
export async function settleDispute({
  payload,
  dispute,
}: {
  payload: Payload
  dispute: GatewayDispute
}): Promise<void> {
  if (dispute.status === 'inquiry') return
  await retryOnDeadlock(() =>
    withTransaction(payload, async (tx) => {
      const payment = await readPaymentRow(tx, 'gatewayId', dispute.payment)
      if (payment?.kind !== 'payment' || payment.status !== 'succeeded') return
      await lockTransactionInvoices(tx, payment.id)
      await readPaymentRow(tx, 'lockedId', payment.id)
      await settleLocked(tx, payment, dispute)
    }),
  )
}
