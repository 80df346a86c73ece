import { decimalToMinor } from '../../base/money.ts'
import type { Allocation, Transaction } from '../history/transaction.ts'

/** What is left of a payment on one invoice, in minor units. */
export type Refundable = { invoice: number | string; label: string; left: number }

const STANDS = new Set(['pending', 'requires_action', 'processing', 'succeeded'])

function takenBack(refunds: readonly Transaction[], invoice: Allocation['invoice']): number {
  const lines = refunds.filter(({ status }) => STANDS.has(status)).flatMap(({ allocations }) => allocations ?? [])
  return lines.filter((line) => line.invoice === invoice).reduce((sum, line) => sum + Math.abs(line.amount), 0)
}

/** Per invoice what was paid less what has been refunded or is being refunded. */
export function refundableOf(payment: Transaction, refunds: readonly Transaction[]): Refundable[] {
  return (payment.allocations ?? []).map(({ invoice, invoiceNumber, amount }) => ({
    invoice,
    label: invoiceNumber ?? `#${invoice}`,
    left: Math.max(0, amount - takenBack(refunds, invoice)),
  }))
}

/** Can staff refund something of it? */
export function isRefundable({ kind, status, amount, refundedAmount }: Partial<Transaction>): boolean {
  return kind === 'payment' && status === 'succeeded' && (amount ?? 0) > (refundedAmount ?? 0)
}

/** What can be refunded, and how much of the payment had been refunded when it was looked at. */
export type RefundView = { lines: Refundable[]; refundedAmount: number }

export type RefundBody = {
  amount: number
  allocations?: { invoice: number | string; amount: number }[]
  /** What this dialog saw as refunded: by an older view nothing is refunded. */
  refundedAmount: number
}

/** An amount as typed; blank is zero. Returns a message instead when it cannot be one or is above what is left. */
export function readRefund(text: string, { left }: Refundable, currency: string): number | string {
  if (text.trim() === '') return 0
  try {
    const amount = decimalToMinor(text.replaceAll(',', ''), currency)
    if (amount < 0) return 'An amount above zero.'
    return amount > left ? 'More than is left to refund.' : amount
  } catch {
    return 'An amount such as 120.50.'
  }
}

/** The request: one amount for a payment of one invoice, else what goes back on which invoice. Null when nothing would go back. */
export function refundBody(
  { lines, refundedAmount }: RefundView,
  amounts: readonly (number | string)[],
): RefundBody | null {
  const valid = amounts.map((amount) => (typeof amount === 'number' ? amount : Number.NaN))
  const amount = valid.reduce((sum, part) => sum + part, 0)
  if (!Number.isSafeInteger(amount) || amount <= 0) return null
  if (lines.length === 1) return { amount, refundedAmount }
  const allocations = lines
    .map(({ invoice }, at) => ({ invoice, amount: valid[at] ?? 0 }))
    .filter((line) => line.amount > 0)
  return { amount, allocations, refundedAmount }
}
