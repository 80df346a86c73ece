/** What may be paid at the most: `max(0, balance − pending)`, nothing for a void invoice. Minor units. */
export function amountDue(invoice: { status: string; balance: number; pending: number }): number {
  return invoice.status === 'void' ? 0 : Math.max(0, invoice.balance - invoice.pending)
}

/** The same as SQL over the invoices alias `i`. */
export const AMOUNT_DUE_SQL = `(case when i.status = 'void' then 0 else greatest(0, i.balance - i.pending) end)`
