import { foldedSql } from '../../base/foldedSql.ts'
import type { PostingState } from './postingStatuses.ts'

/** Which postings staff look at; null: all. Dates are the firm's, of the day on which the money came. */
export type PostingFilter = {
  status: PostingState | null
  account: string | null
  source: string | null
  payer: number | null
  from: string | null
  to: string | null
  /** A part of the reference, the billing system's id, an invoice number or the payer's name. */
  q: string | null
}

/** The filter's placeholders $1 to $8, the last being the firm's time zone. Aliases: `p` posting, `t` transaction, `y` payer. */
export const FILTER_SQL = `($1::text is null or p.status = $1) and ($2::text is null or t.account = $2) and ($3::text is null or p.source = $3)
    and ($4::int is null or t.payer_id = $4)
    and ($5::date is null or (coalesce(t.settled_at, t.created_at) at time zone $8::text)::date >= $5::date)
    and ($6::date is null or (coalesce(t.settled_at, t.created_at) at time zone $8::text)::date <= $6::date)
    and ($7::text is null or position(lower($7) in lower(p.reference)) > 0 or position(lower($7) in lower(coalesce(p.external_id, ''))) > 0
      or position(${foldedSql('$7')} in ${foldedSql(`coalesce(y.name, '')`)}) > 0
      or exists (select from transactions_allocations a where a._parent_id = t.id and position(lower($7) in lower(coalesce(a.invoice_number, ''))) > 0))`

export const filterValues = (filter: PostingFilter, timeZone: string): unknown[] => [
  filter.status,
  filter.account,
  filter.source,
  filter.payer,
  filter.from,
  filter.to,
  filter.q,
  timeZone,
]
