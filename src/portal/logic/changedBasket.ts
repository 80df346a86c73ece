import type { Id, Invoice } from '../api/types.ts'
import type { Basket, BasketLine } from './selection.ts'

export type ChangedLine = {
  line: BasketLine
  /** What can be paid on it now; 0 when it cannot be paid any more. */
  due: number
  /** What the payment would now take: no more than was chosen. */
  amount: number
}

/** What was chosen beside what can be paid now; an invoice that is not there any more is null. */
export function changedLines(basket: Basket, invoices: ReadonlyMap<Id, Invoice | null>): ChangedLine[] {
  return basket.lines.map((line) => {
    const now = invoices.get(line.invoice)
    const due = now?.payable && now.currency === basket.currency ? now.amountDue : 0
    return { line, due, amount: Math.min(line.amount, due) }
  })
}

/** The same choice within what can be paid now, or null when nothing of it can. */
export function withinDue(basket: Basket, changed: readonly ChangedLine[]): Basket | null {
  const lines = changed.filter(({ amount }) => amount > 0).map(({ line, amount }) => ({ ...line, amount }))
  return lines.length > 0 ? { ...basket, lines } : null
}
