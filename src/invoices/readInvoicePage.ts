import type { Payload } from 'payload'
import { visibleInvoicesSql } from '../../access/scope/visibleInvoices.ts'
import { poolOf } from '../base/database.ts'
import { dateIn } from '../base/dates.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { INVOICE_COLUMNS, type InvoiceRow, type PortalInvoice, toPortalInvoice } from './PortalInvoice.ts'

const FILTERS = {
  open: `i.status = 'open'`,
  overdue: `i.status = 'open' and i.due_on < $2`,
  paid: `i.status = 'paid'`,
  credit: `i.status = 'credit'`,
  all: 'true',
} as const
export type InvoiceFilter = keyof typeof FILTERS
export const INVOICE_FILTERS = Object.keys(FILTERS) as InvoiceFilter[]

const DUE = `(case when s.status = 'open' then greatest(0, s.balance - coalesce(s.pending, 0)) else 0 end)`

/** What a list may be sorted by, each to its last tie: a page never repeats or leaves out a row. */
const SORTS = {
  dueOn: 's.due_on nulls last, s.issued_on nulls last, s.invoice_id',
  '-dueOn': 's.due_on desc nulls last, s.issued_on desc nulls last, s.invoice_id desc',
  issuedOn: 's.issued_on nulls last, s.invoice_id',
  '-issuedOn': 's.issued_on desc nulls last, s.invoice_id desc',
  number: 's.number nulls last, s.invoice_id',
  '-number': 's.number desc nulls last, s.invoice_id desc',
  balance: 's.balance, s.invoice_id',
  '-balance': 's.balance desc, s.invoice_id desc',
  amountDue: `${DUE}, s.invoice_id`,
  '-amountDue': `${DUE} desc, s.invoice_id desc`,
} as const
export type InvoiceSort = keyof typeof SORTS
export const INVOICE_SORTS = Object.keys(SORTS) as InvoiceSort[]

const SORTED_BY = ['due_on', 'issued_on', 'number', 'balance', 'pending', 'status'] as const

// The words of an invoice that this payer may read: the matter's text only where the rule shows it.
const MATCHES = `exists (select 1 from invoices t where t.id = s.invoice_id and position(lower($3::text) in lower(concat_ws(' ', t.number, t.client_number, t.client_name, t.matter_number, case when s.full_detail then t.matter_description end))) > 0)`

type Query = { filter: InvoiceFilter; sort: InvoiceSort; q: string | null; limit: number; page: number }

const scopeOf = (filter: InvoiceFilter) =>
  visibleInvoicesSql({ payer: '$1', today: '$2', filter: FILTERS[filter], columns: SORTED_BY })

/** Pages that are asked for all the time are prepared; a statement for every page that can be asked for is not kept. */
const PREPARED_LIMITS: readonly number[] = [10, 20, 25, 50, 100]

/** The page's bounds are whole numbers, checked before, and stand in the text: one plan then fits every call. */
function pageSql({ filter, sort, q, limit, page }: Query): string {
  const order = SORTS[sort]
  return `select ${INVOICE_COLUMNS} from (
    select * from (${scopeOf(filter)}) s ${q === null ? '' : `where ${MATCHES}`} order by ${order} limit ${limit + 1} offset ${(page - 1) * limit}
  ) s join invoices i on i.id = s.invoice_id order by ${order}`
}

type Args = { payload: Payload; payer: number; query: Query }

/** One page of the invoices in the payer's scope, by one prepared statement and without counting. */
export async function readInvoicePage({
  payload,
  payer,
  query,
}: Args): Promise<{ docs: PortalInvoice[]; hasNextPage: boolean; page: number }> {
  const { timeZone, accounts } = portalOptions(payload)
  const { filter, sort, q, limit, page } = query
  const { rows } = await poolOf(payload).query<InvoiceRow>({
    ...(page === 1 && PREPARED_LIMITS.includes(limit)
      ? { name: `invoices-${filter}-${sort}-${limit}${q === null ? '' : '-q'}` }
      : {}),
    text: pageSql(query),
    values: [payer, dateIn(timeZone, new Date()), ...(q === null ? [] : [q])],
  })
  return {
    docs: rows.slice(0, limit).map((row) => toPortalInvoice(row, accounts)),
    hasNextPage: rows.length > limit,
    page,
  }
}

/** How many invoices the same query has on all its pages. */
export async function countInvoices({ payload, payer, query: { filter, q } }: Args): Promise<number> {
  const { rows } = await poolOf(payload).query<{ count: number }>({
    name: `invoices-count-${filter}${q === null ? '' : '-q'}`,
    text: `select count(*)::int as count from (${scopeOf(filter)}) s ${q === null ? '' : `where ${MATCHES}`}`,
    values: [payer, dateIn(portalOptions(payload).timeZone, new Date()), ...(q === null ? [] : [q])],
  })
  return rows[0]?.count ?? 0
}
