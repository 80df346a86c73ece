/** What a mapping may ask for besides the payment itself, as a merchant account names it. */
export const POSTING_CODES = ['ledgerCode', 'transactionType', 'bankAccount', 'arMessage'] as const
export type PostingCode = (typeof POSTING_CODES)[number]

/** How payments of one merchant account are written to the billing system. */
export type PostingSettings = {
  /** The ledger code there: `:ledgerCode`. */
  ledgerCode?: string
  /** The transaction type there, one for both or one each: `:transactionType`. */
  transactionType?: string | { payment: string; reversal: string }
  /** The bank account there: `:bankAccount`. */
  bankAccount?: string
  /** What the client's account there shall say, `{reference}` being ours: `:arMessage`. */
  arMessage?: string
  /** Which day is posted: that of the payment, or the one on which it is written. @default 'payment' */
  postedDate?: 'payment' | 'posting'
  /** Is it written by itself, or when staff press *Post now*? @default true */
  automatic?: boolean
  /** When that day is in a closed period: wait for staff, or take the first open day. @default 'wait' */
  whenClosed?: 'wait' | 'first_open_day'
}
