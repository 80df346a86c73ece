import type { Payload } from 'payload'
import { poolOf } from '../../base/database.ts'
import { readAmount } from '../../base/money.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import { FILTER_SQL, filterValues, type PostingFilter } from './postingFilter.ts'
import type { PostingState } from './postingStatuses.ts'

/** A posting as staff see it; amounts in the minor unit, positive also where money goes back. */
export type PostingDoc = {
  id: number
  transaction: number
  source: string
  reference: string
  status: PostingState
  attempts: number
  error: string | null
  /** The billing system's own id of it. */
  externalId: string | null
  postedAt: string | null
  readBackAt: string | null
  removedReason: string | null
  createdAt: string
  updatedAt: string
  /** Nobody knows whether the billing system has it. */
  inDoubt: boolean
  kind: string
  amount: number
  currency: string
  account: string
  payer: number
  payerName: string | null
  /** Firm's dates: of the payment, and what was or will be posted once a source was asked. */
  paidOn: string
  postedOn: string | null
  lines: { invoice: number; invoiceNumber: string | null; amount: number }[]
}

const COLUMNS = `select p.id, p.transaction_id as transaction, p.source, p.reference, p.status, p.attempts, p.error, p.external_id as "externalId",
      p.posted_at as "postedAt", p.read_back_at as "readBackAt", p.removed_reason as "removedReason", p.created_at as "createdAt", p.updated_at as "updatedAt",
      p.in_doubt as "inDoubt", t.kind::text as kind, t.amount, t.currency, t.account, t.payer_id as payer, y.name as "payerName",
      ((coalesce(t.settled_at, t.created_at) at time zone $8::text)::date)::text as "paidOn", p.sent ->> 'postedOn' as "postedOn",
      coalesce((select json_agg(json_build_object('invoice', a.invoice_id, 'invoiceNumber', a.invoice_number, 'amount', a.amount) order by a._order)
        from transactions_allocations a where a._parent_id = t.id), '[]') as lines
    from payer_portal_postings p join transactions t on t.id = p.transaction_id left join payers y on y.id = t.payer_id`

const LIST = {
  name: 'connect-list-postings',
  text: `${COLUMNS} where ${FILTER_SQL} order by p.id desc limit $9 offset $10`,
}

type Args = { payload: Payload; filter: PostingFilter; limit: number; offset: number }

/** Postings, the newest first, for staff. */
export async function listPostings({ payload, filter, limit, offset }: Args): Promise<PostingDoc[]> {
  const { rows } = await poolOf(payload).query<Omit<PostingDoc, 'amount'> & { amount: string }>({
    ...LIST,
    values: [...filterValues(filter, portalOptions(payload).timeZone), limit, offset],
  })
  return rows.map((row) => ({ ...row, amount: readAmount(row.amount) }))
}
