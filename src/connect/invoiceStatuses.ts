/** `open`: something is due; `paid`: balance zero; `credit`: balance below zero; `void`: cancelled, or gone from the source. */
export const INVOICE_STATUSES = ['open', 'paid', 'void', 'credit'] as const
export type InvoiceStatus = (typeof INVOICE_STATUSES)[number]
