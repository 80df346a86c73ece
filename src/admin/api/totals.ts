/** Open and overdue invoices of one currency, amounts in its minor unit. */
export type Totals = {
  currency: string
  openCount: number
  openTotal: number
  overdueCount: number
  overdueTotal: number
}

/** A warning of the preview: a text, or a code with one. */
export type Warning = string | { code: string; message?: string }

export type Preview = { totals: Totals[]; asOf: string | null; warnings: Warning[] }
