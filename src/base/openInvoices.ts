type Stored = { status: string; pending: number }

/**
 * Was this invoice paid, and then taken back by the bank? Then it is due again, though its billing system says so only once the
 * reversal is read back.
 */
export const isDueAgain = ({ status, pending }: Stored): boolean => status === 'paid' && pending < 0

/** The same over the columns of an alias. */
export const isDueAgainSql = (alias: string): string => `(${alias}.status = 'paid' and ${alias}.pending < 0)`

/** Is something open on the invoice, or due again? Word for word the condition of the indexes of open invoices. */
export const isOpenSql = (alias: string): string => `(${alias}.status = 'open' or ${isDueAgainSql(alias)})`
