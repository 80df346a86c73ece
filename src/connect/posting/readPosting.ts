import type { Queryable } from '../../base/database.ts'
import { readAmount } from '../../base/money.ts'
import type { SourcePosting } from '../BillingSource.ts'
import type { PostingState, Release } from './postingStatuses.ts'

/** A posting with what it takes to write it: its transaction, and for a reversal the original's posting. */
export type PostingRow = {
  id: number
  source: string
  reference: string
  status: PostingState
  kind: 'payment' | 'reversal'
  account: string
  currency: string
  settledAt: Date | null
  createdAt: Date
  /** What the source was last asked to write, and whether nobody knows how that ended. */
  sent: SourcePosting | null
  inDoubt: boolean
  /** Of the payment that this one undoes. */
  original: { reference: string; status: PostingState; release: Release | null } | null
  lines: {
    externalId: string
    invoiceNumber: string
    source: string
    amount: number
    /** The billing system has this invoice no more, or as a void one. */
    isGone: boolean
    /** What the invoice is in by now. */
    currency: string
    /** By how much more is paid through us than is open of it. */
    over: number
  }[]
}

type Line = {
  externalId: string
  invoiceNumber: string | null
  source: string
  amount: string
  isGone: boolean
  currency: string
  over: string
}
type Raw = {
  id: number
  source: string
  reference: string
  status: PostingState
  kind: string
  account: string
  currency: string
  settled_at: Date | null
  created_at: Date
  sent: SourcePosting | null
  in_doubt: boolean
  original_reference: string | null
  original_status: PostingState | null
  original_release: Release | null
  lines: Line[] | null
}

/** Kinds of transaction that take money back. A `reversal` undoes one of these, so it brings money again. */
const TAKES_BACK = new Set(['refund', 'return', 'dispute'])

const READ = `select p.id, p.source, p.reference, p.status, t.kind::text as kind, t.account, t.currency, t.settled_at, t.created_at, p.sent, p.in_doubt,
    o.reference as original_reference, o.status as original_status, nullif(split_part(coalesce(o.removed_reason, ''), ':', 1), '') as original_release,
    (select json_agg(json_build_object('externalId', i.external_id, 'invoiceNumber', coalesce(a.invoice_number, i.number), 'source', i.source, 'amount', a.amount::text,
      'isGone', i.status = 'void' or i.removed_at is not null, 'currency', i.currency, 'over', greatest(0, coalesce(i.pending, 0) - greatest(0, i.balance))::text) order by a._order)
      from transactions_allocations a join invoices i on i.id = a.invoice_id where a._parent_id = t.id and a.amount <> 0) as lines
  from payer_portal_postings p
  join transactions t on t.id = p.transaction_id
  left join payer_portal_postings o on o.transaction_id = t.original_id
  where p.id = $1`

/** Reads a posting by id, or null. */
export async function readPosting(queryable: Queryable, id: number): Promise<PostingRow | null> {
  const { rows } = await queryable.query<Raw>({ name: 'connect-read-posting', text: READ, values: [id] })
  const row = rows[0]
  if (!row) return null
  return {
    id: row.id,
    source: row.source,
    reference: row.reference,
    status: row.status,
    kind: TAKES_BACK.has(row.kind) ? 'reversal' : 'payment',
    account: row.account,
    currency: row.currency,
    settledAt: row.settled_at,
    createdAt: row.created_at,
    sent: row.sent,
    inDoubt: row.in_doubt,
    original:
      row.original_reference && row.original_status
        ? { reference: row.original_reference, status: row.original_status, release: row.original_release }
        : null,
    lines: (row.lines ?? []).map((line) => ({
      ...line,
      invoiceNumber: line.invoiceNumber ?? '',
      amount: readAmount(line.amount),
      over: readAmount(line.over),
    })),
  }
}
