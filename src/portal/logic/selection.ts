import { minorToDecimal } from '../../base/money.ts'
import type { Id, Invoice } from '../api/types.ts'
import { parseAmount } from './parseAmount.ts'

/** One ticked invoice with the amount as typed. */
export type Ticked = { invoice: Invoice; text: string }

/** The ticked invoices by id, in the order in which they were ticked. */
export type Selection = ReadonlyMap<Id, Ticked>

export const NOTHING: Selection = new Map()

/** Ticks or unticks an invoice; a fresh tick proposes all that is due. */
export function toggle(selection: Selection, invoice: Invoice): Selection {
  const next = new Map(selection)
  if (!next.delete(invoice.id) && invoice.payable) {
    next.set(invoice.id, { invoice, text: minorToDecimal(invoice.amountDue, invoice.currency) })
  }
  return next
}

/** Ticks all payable ones of `invoices`, or unticks them when all of them are ticked. */
export function toggleAll(selection: Selection, invoices: readonly Invoice[]): Selection {
  const payable = invoices.filter((invoice) => invoice.payable)
  const missing = payable.filter((invoice) => !selection.has(invoice.id))
  const next = new Map(selection)
  if (missing.length === 0) for (const invoice of payable) next.delete(invoice.id)
  for (const invoice of missing)
    next.set(invoice.id, { invoice, text: minorToDecimal(invoice.amountDue, invoice.currency) })
  return next
}

export function withText(selection: Selection, id: Id, text: string): Selection {
  const ticked = selection.get(id)
  return ticked ? new Map(selection).set(id, { ...ticked, text }) : selection
}

export type BasketLine = { invoice: Id; number: string | null; amount: number }

/** What one payment will be over: one currency and one merchant account. */
export type Basket = { currency: string; account: string | null; lines: BasketLine[] }

export type BasketGroup = Basket & { total: number; problems: number }

function addTo(group: BasketGroup, ticked: Ticked): void {
  const { amount } = parseAmount(ticked.text, ticked.invoice.currency, ticked.invoice.amountDue)
  if (amount === null) {
    group.problems += 1
    return
  }
  group.lines.push({ invoice: ticked.invoice.id, number: ticked.invoice.number, amount })
  group.total += amount
}

/** The selection cut into payments, because one payment goes to one account in one currency. Amounts in minor units. */
export function basketsOf(selection: Selection): BasketGroup[] {
  const groups = new Map<string, BasketGroup>()
  for (const ticked of selection.values()) {
    const { currency, account } = ticked.invoice
    const key = `${currency} ${account ?? ''}`
    const group = groups.get(key) ?? { currency, account, lines: [], total: 0, problems: 0 }
    groups.set(key, group)
    addTo(group, ticked)
  }
  return [...groups.values()]
}

export const totalOf = (basket: Pick<Basket, 'lines'>): number =>
  basket.lines.reduce((sum, line) => sum + line.amount, 0)
