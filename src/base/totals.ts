/** Open and overdue invoices of one currency; amounts due, in its minor unit. */
export type Totals = {
  currency: string
  openCount: number
  openTotal: number
  overdueCount: number
  overdueTotal: number
}
