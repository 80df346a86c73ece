import type { PostingCode } from '../options/postingSettings.ts'

/**
 * The contract between Connect and one billing system. A source only reads and posts: it keeps no
 * state of ours, and no table of ours lives in the firm's database.
 *
 * Terms: a *snapshot* is one consistent read of every invoice of the source; a *row* is one invoice
 * as the billing system tells it; a *posting* is a payment (or its reversal) written back.
 */
export type BillingSource = {
  /** Stable key, kept in `invoices.source`: lowercase letters, digits, dashes. */
  readonly key: string
  /** What staff see. */
  readonly label: string
  /** `exactly-once`: postings carry our reference in a uniquely indexed place. `at-least-once`: automatic posting is off. `none`: read only. */
  readonly posting: 'exactly-once' | 'at-least-once' | 'none'
  /** Fails with a message for the operator when the mapping does not fit the live system. */
  check?(): Promise<void>
  /** Opens a snapshot. Rejects when the system cannot be reached. */
  read(options: SourceReadOptions): Promise<SourceSnapshot>
  /**
   * Reads these invoices as they are now, all from one state of the system. One that is not in the answer does not exist there.
   * Missing: the source can only be read as a whole.
   */
  readInvoices?(externalIds: readonly string[], options: SourceLookupOptions): Promise<SourceLookup>
  /** Live search for the associations tab; also finds clients and matters that have no invoice. */
  search(query: SourceSearch): Promise<{ rows: SourceSearchRow[]; hasNextPage: boolean }>
  /** Which settings of a merchant account (`accounts.<key>.posting`) a posting must have here. Without one it waits as incomplete. */
  readonly postingNeeds?: readonly PostingCode[]
  /**
   * Writes one posting: all lines or none, once per reference. A repeat returns the first one's id. Rejects with
   * ClosedPeriod when `postedOn` is in a closed accounting period and nothing is written under this reference.
   */
  post?(posting: SourcePosting): Promise<{ externalId: string }>
  /**
   * The firm's own bill of one invoice as the bytes of a PDF, null when there is none. Rejects with a SourceError, also
   * for one of more than `maxBytes`, which is better not read at all.
   */
  getDocument?(externalId: string, options: DocumentOptions): Promise<Uint8Array | null>
  close(): Promise<void>
}

type DocumentOptions = { maxBytes: number; signal?: AbortSignal }

export type SourceReadOptions = {
  /**
   * The `cursor` of an earlier snapshot: only what was changed, added or (by `deleted`) deleted since then is wanted. A source
   * that does not know it, or tells no changes, gives every invoice.
   */
  since?: string
  /** Together with `since`: these invoices are wanted too, changed or not, where they exist. */
  also?: readonly string[]
  signal?: AbortSignal
}

/** One consistent read. `invoices` yields batches; the read is complete only when the iteration ends without an error. */
export type SourceSnapshot = {
  /** Instant at which the snapshot was taken. */
  startedAt: Date
  invoices: AsyncIterable<SourceRow[]>
  /**
   * Where the next read of changes begins: opaque text for `since`, at most 2,000 characters. A change that is committed
   * after this snapshot must come with the next read, whenever its transaction began. Missing: the source tells no changes.
   */
  cursor?: string
  /** True: this is only what changed since `since`, and what is not in it is as it was. Missing: this is every invoice. */
  isPartial?: boolean
  /** Of a partial one, after `invoices` ended: ids of invoices that were deleted since. Missing: it cannot tell, a whole read will. */
  deleted?(): Promise<string[]>
  /** After `invoices` ended: which of these posting references this same snapshot contains. Missing: the source cannot tell. */
  containedReferences?(references: string[]): Promise<Set<string>>
  close(): Promise<void>
}

export type SourceLookupOptions = {
  /** Posting references to look for in the same state of the system. */
  references?: readonly string[]
  signal?: AbortSignal
}

export type SourceLookup = {
  /** Instant whose state this is. */
  startedAt: Date
  /** One row per invoice that exists, in any order. */
  rows: SourceRow[]
  /** Which of the asked references the same state contains; null when the source cannot tell. */
  contained: ReadonlySet<string> | null
}

/** One row as read, before validation: texts as they come, amounts as decimal text in the major unit. */
export type SourceRow = {
  externalId: string | null
  number: string | null
  clientNumber: string | null
  clientName: string | null
  /** One entry per matter the invoice is over. */
  matters: { matterNumber: string | null; matterDescription: string | null }[]
  /** `YYYY-MM-DD` or null. */
  issuedOn: string | null
  dueOn: string | null
  currency: string | null
  /** Decimal text such as `-12.50`, or null. */
  total: string | null
  balance: string | null
  /** Key of the merchant account, or null when the billing system does not say. */
  account: string | null
  isVoid: boolean
  memo: string | null
  /** Why the source itself could not read this row, which is then set aside. */
  problem?: string
  /** Where it stands in the source, such as `invoices.csv line 18`: added to the reason when it is set aside. */
  place?: string
}

/** What of a row is text or nothing. */
export const ROW_TEXTS = [
  'externalId',
  'number',
  'clientNumber',
  'clientName',
  'issuedOn',
  'dueOn',
  'currency',
  'total',
  'balance',
  'account',
  'memo',
] as const satisfies readonly (keyof SourceRow)[]
export type RowText = (typeof ROW_TEXTS)[number]

export const SEARCH_FIELDS = [
  'clientName',
  'clientNumber',
  'matterNumber',
  'matterDescription',
  'invoiceNumber',
] as const
export type SearchField = (typeof SEARCH_FIELDS)[number]

export type SourceSearch = {
  by: SearchField
  /** What staff typed; matched as a case-insensitive part, with no pattern characters. */
  q: string
  /** Further column filters, each a case-insensitive part. */
  filters: Partial<Record<SearchField, string>>
  limit: number
  offset: number
}

/** `level` is the field's own: clientName and clientNumber → client, matter… → matter, invoiceNumber → invoice. */
export type SourceSearchRow = {
  level: 'client' | 'matter' | 'invoice'
  clientNumber: string
  clientName: string | null
  matterNumber?: string | null
  matterDescription?: string | null
  invoiceNumber?: string | null
}

export type SourcePosting = {
  /** Our unique reference, at most 40 characters of `[A-Z0-9-]`. */
  reference: string
  kind: 'payment' | 'reversal'
  /** For a reversal: the reference of the payment it undoes. */
  originalReference?: string
  account: string
  currency: string
  /** Decimal text in the major unit, always positive. */
  amount: string
  /** The firm's calendar date of the payment. */
  paidOn: string
  /** The day to post, `paidOn` unless the merchant account's settings say otherwise. Connect always gives it. */
  postedOn?: string
  /** The merchant account's settings; null where it has none. Connect always gives them. */
  ledgerCode?: string | null
  transactionType?: string | null
  bankAccount?: string | null
  arMessage?: string | null
  lines: { externalId: string; invoiceNumber: string; amount: string }[]
}
