import type { PendingTarget } from './movePending.ts'
import type { GatewayPayment } from './PaymentGateway.ts'
import type { PaymentRow } from './readPaymentRow.ts'
import { TRANSACTION_MOVES, type TransactionStatus } from './transactionStatuses.ts'

/** Money that arrived and waits for somebody to decide. */
export type HeldReason = 'late_success' | 'amount_mismatch' | 'invoice_not_payable'

export type Settlement = { to: TransactionStatus; held: HeldReason | null; pending: PendingTarget | null }

type Args = {
  row: Pick<PaymentRow, 'status' | 'amount' | 'currency'>
  payment: GatewayPayment
  /** Can every invoice still take its part? */
  isPayable: boolean
}

/** Cancelling is how a failed payment is ended at the gateway: it stays a failure. */
function outcomeOf({ status, failure }: GatewayPayment): TransactionStatus | null {
  if (status === 'requires_method') return null
  return status === 'canceled' && failure ? 'failed' : status
}

function heldReason({ row, payment, isPayable }: Args): HeldReason | null {
  if (row.status === 'failed' || row.status === 'canceled') return 'late_success'
  if (payment.amountReceived !== row.amount || payment.currency !== row.currency) return 'amount_mismatch'
  return isPayable ? null : 'invoice_not_payable'
}

/**
 * What the gateway's word about a payment changes here: the state to move to, whether the money is held,
 * and what the allocations hold from now on (null: as before). Null when nothing changes. Pure.
 */
export function decideSettlement(args: Args): Settlement | null {
  const { row, payment } = args
  const to = outcomeOf(payment)
  if (!to || !TRANSACTION_MOVES[row.status].includes(to)) return null
  if (to === 'succeeded') {
    const held = heldReason(args)
    return { to, held, pending: held === 'late_success' ? 'amount' : null }
  }
  return { to, held: null, pending: to === 'failed' || to === 'canceled' ? 'none' : null }
}
