type Amounts = { status: string; balance: number; pending: number; total: number | null }

/**
 * What may be paid at the most, in minor units: `max(0, balance − pending)`, nothing for a void invoice. Never more than the invoice
 * is over, or than its billing system says is open: money that went back is due again, and stays counted once where staff have
 * entered that by hand and not said so yet.
 */
export function amountDue({ status, balance, pending, total }: Amounts): number {
  if (status === 'void') return 0
  const due = Math.max(0, balance - pending)
  return total === null ? due : Math.min(due, Math.max(0, balance, total))
}

/** The same as SQL over the columns of an alias, of an invoice that is not void. `pending` may be another sum than the invoice's own. */
export function amountDueSql(alias: string, pending = `coalesce(${alias}.pending, 0)`): string {
  const most = `case when ${alias}.total is not null then greatest(0, ${alias}.balance, ${alias}.total) end`
  return `least(greatest(0, ${alias}.balance - (${pending})), ${most})`
}
