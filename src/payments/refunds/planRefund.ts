import { PortalError } from '../../base/errors.ts'
import { isAmount } from '../../base/money.ts'
import type { Allocation } from '../allocateOldestFirst.ts'

/** One line of a payment and how much of it has gone back already, in minor units. */
export type RefundableLine = { invoice: number; invoiceNumber: string | null; amount: number; undone: number }

/** `refundedAmount`: how much of the payment the caller saw as refunded; then it must still be so. */
export type RefundWish = {
  amount?: number | undefined
  allocations?: Allocation[] | undefined
  refundedAmount?: number | undefined
}

const sum = (amounts: number[]): number => amounts.reduce((total, amount) => total + amount, 0)

function refuse(lines: readonly RefundableLine[]): never {
  throw new PortalError('refund_not_possible', {
    data: { refundable: sum(lines.map(({ amount, undone }) => amount - undone)) },
  })
}

function named(lines: readonly RefundableLine[], allocations: readonly Allocation[]): Allocation[] {
  const left = new Map(lines.map(({ invoice, amount, undone }) => [invoice, amount - undone]))
  if (allocations.length === 0 || new Set(allocations.map(({ invoice }) => invoice)).size !== allocations.length)
    throw new PortalError('amount_invalid')
  for (const { invoice, amount } of allocations) {
    if (!isAmount(amount) || amount <= 0) throw new PortalError('amount_invalid')
    if (amount > (left.get(invoice) ?? 0)) refuse(lines)
  }
  return [...allocations]
}

function remaining(lines: readonly RefundableLine[], amount: number | undefined): Allocation[] {
  const left = lines
    .map((line) => ({ invoice: line.invoice, amount: line.amount - line.undone }))
    .filter((line) => line.amount > 0)
  const total = sum(left.map((line) => line.amount))
  const wanted = amount ?? total
  if (wanted === 0 || wanted > total) refuse(lines)
  if (wanted === total) return left
  const [only] = left
  if (lines.length === 1 && only) return [{ invoice: only.invoice, amount: wanted }]
  throw new PortalError('bad_request', {
    message: 'This payment was over several invoices: name the allocations to refund.',
  })
}

/**
 * Which part of which invoice goes back. Without an amount everything that is left; a part of a payment
 * over several invoices names them. Throws `amount_invalid`, `amount_mismatch`, `refund_not_possible`,
 * `bad_request`. Pure.
 */
export function planRefund(lines: readonly RefundableLine[], { amount, allocations }: RefundWish): Allocation[] {
  if (amount !== undefined && (!isAmount(amount) || amount <= 0)) throw new PortalError('amount_invalid')
  if (!allocations) return remaining(lines, amount)
  const chosen = named(lines, allocations)
  if (amount !== undefined && amount !== sum(chosen.map((line) => line.amount))) {
    throw new PortalError('amount_mismatch')
  }
  return chosen
}

/** For money that went back without being asked for here: the lines in their order, as far as it goes. Pure. */
export function spreadOverLines(lines: readonly RefundableLine[], amount: number): Allocation[] {
  const chosen: Allocation[] = []
  let rest = amount
  for (const line of lines) {
    const part = Math.min(rest, line.amount - line.undone)
    if (part > 0) chosen.push({ invoice: line.invoice, amount: part })
    rest -= Math.max(part, 0)
  }
  return chosen
}
