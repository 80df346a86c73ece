import { formatMoney } from '../../base/money.ts'
import type { MethodFacts, Transaction } from '../api/types.ts'
import type { State } from './invoiceState.ts'

const STATUSES: Readonly<Record<string, State>> = {
  pending: { label: 'Not finished', tone: 'warn' },
  requires_action: { label: 'Waiting for you', tone: 'warn' },
  processing: { label: 'Processing', tone: 'info' },
  succeeded: { label: 'Paid', tone: 'good' },
  failed: { label: 'Declined', tone: 'bad' },
  canceled: { label: 'Cancelled', tone: 'neutral' },
}

const KINDS: Readonly<Record<string, string>> = {
  payment: 'Payment',
  refund: 'Refund',
  return: 'Returned payment',
  dispute: 'Disputed payment',
  reversal: 'Reversal',
}

export const kindLabel = (kind: string): string => KINDS[kind] ?? 'Transaction'

/** How a movement that is no payment begins, and what its failure is called. */
const BEGINNINGS: Readonly<Record<string, string>> = {
  refund: 'Refund begun',
  return: 'Returned by the bank',
  dispute: 'Disputed at the bank',
}

const failedLabel = ({ kind }: Transaction): string => (kind === 'payment' ? 'Declined' : 'Failed')

/** A refund of which the payer was told, and which the bank did not take. */
export const isLostRefund = ({ kind, status, cameBack }: Transaction): boolean =>
  kind === 'refund' && status === 'succeeded' && cameBack === true

/** Does it take money from the firm again? */
export const isTakingBack = ({ kind }: Transaction): boolean => kind !== 'payment' && kind !== 'reversal'

/** The one mark of a transaction in lists. */
export function transactionState(transaction: Transaction): State {
  const refunded = transaction.refundedAmount ?? 0
  if (transaction.kind === 'payment' && transaction.status === 'succeeded' && refunded > 0) {
    return refunded >= transaction.amount
      ? { label: 'Refunded', tone: 'neutral' }
      : { label: 'Partly refunded', tone: 'neutral' }
  }
  const state = STATUSES[transaction.status] ?? { label: 'Being checked', tone: 'info' }
  if (isLostRefund(transaction)) return { label: 'Did not arrive', tone: 'bad' }
  if (transaction.status === 'failed') return { ...state, label: failedLabel(transaction) }
  return transaction.kind !== 'payment' && transaction.status === 'succeeded'
    ? { label: 'Done', tone: 'neutral' }
    : state
}

/** Whether the payer can go on with it or end it. */
export const isUnfinished = (transaction: Transaction): boolean =>
  transaction.kind === 'payment' && (transaction.status === 'pending' || transaction.status === 'requires_action')

/** Whether its state may still change by itself within moments. */
export const isMoving = (transaction: Transaction): boolean =>
  transaction.status === 'pending' || transaction.status === 'requires_action'

export type LifeStep = { label: string; at: string | null; state: 'done' | 'now' | 'failed' }

function endSteps(transaction: Transaction): LifeStep[] {
  if (transaction.status === 'failed') return [{ label: failedLabel(transaction), at: null, state: 'failed' }]
  if (transaction.status === 'canceled')
    return [{ label: 'Cancelled. Nothing was charged.', at: null, state: 'failed' }]
  if (transaction.status === 'processing') return [{ label: 'Processing at the bank', at: null, state: 'now' }]
  if (isMoving(transaction)) return [{ label: 'Waiting for confirmation', at: null, state: 'now' }]
  return [{ label: 'Settled', at: transaction.settledAt ?? null, state: 'done' }]
}

/** The life of a transaction as it is known so far: received, settled, posted, refunded. */
export function lifeOf(transaction: Transaction): LifeStep[] {
  const begun = BEGINNINGS[transaction.kind] ?? 'Received'
  const steps: LifeStep[] = [{ label: begun, at: transaction.createdAt, state: 'done' }, ...endSteps(transaction)]
  if (transaction.posting?.status === 'posted') steps.push({ label: 'Posted to your account', at: null, state: 'done' })
  if (isLostRefund(transaction)) steps.push({ label: 'Not taken by the bank', at: null, state: 'failed' })
  const refunded = transaction.refundedAmount ?? 0
  if (refunded > 0)
    steps.push({ label: `Refunded ${formatMoney(refunded, transaction.currency)}`, at: null, state: 'done' })
  return steps
}

const BRANDS: Readonly<Record<string, string>> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  discover: 'Discover',
  diners: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
}

/** What the method of a transaction was to it; nothing is paid with what was declined. */
export function methodFact(transaction: Transaction): string {
  const isDone = transaction.status === 'succeeded' || transaction.status === 'processing'
  if (!isDone || isLostRefund(transaction)) return 'Payment method'
  return transaction.kind === 'refund' ? 'Goes back to' : 'Paid with'
}

/** `Visa ending in 4242`, `Bank account ending in 6789`. */
export function methodLabel(method: MethodFacts | null | undefined): string {
  if (!method?.type && !method?.last4) return 'Payment method'
  const bank = method.type === 'us_bank_account' ? (method.brand ?? 'Bank account') : null
  const name = bank ?? BRANDS[method.brand ?? ''] ?? method.brand ?? 'Card'
  return method.last4 ? `${name} ending in ${method.last4}` : name
}
