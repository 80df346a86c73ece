import type { Payload } from 'payload'
import type { QueryResultRow } from 'pg'
import { firstVisibleInvoicesSql, hasOtherRulesSql } from '../../access/scope/firstVisibleInvoices.ts'
import { visibleInvoicesSql } from '../../access/scope/visibleInvoices.ts'
import { poolOf, type Statement } from '../base/database.ts'
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

// The payer's number in a subquery is unknown to the planner: every call is planned alike, and so only once, also
// for a payer with few rules in a firm where most have many.
const PAYER = '(select $1::int)'

const scope = (filter: InvoiceFilter) => ({
  payer: PAYER,
  today: '$2',
  filter: FILTERS[filter],
  columns: SORTED_BY,
})

/** Pages that are asked for all the time are prepared; a statement for every page that can be asked for is not kept. */
const PREPARED_LIMITS: readonly number[] = [10, 20, 25, 50, 100]

/** The page's bounds are whole numbers, checked before, and stand in the text: one plan then fits every call. */
const boundsOf = ({ limit, page }: Query) => ({ limit: limit + 1, offset: (page - 1) * limit })

/** Any page, for any rules. */
function pageSql(query: Query): string {
  const order = SORTS[query.sort]
  const { limit, offset } = boundsOf(query)
  return `select ${INVOICE_COLUMNS} from (
    select * from (${visibleInvoicesSql(scope(query.filter))}) s ${query.q === null ? '' : `where ${MATCHES}`} order by ${order} limit ${limit} offset ${offset}
  ) s join invoices i on i.id = s.invoice_id order by ${order}`
}

/** The page of a payer whose rules are all by numbers; each row, and there is at least one, says whether there are others. */
function quickPageSql(query: Query): string {
  const order = SORTS[query.sort]
  const found = firstVisibleInvoicesSql({ ...scope(query.filter), order, ...boundsOf(query) })
  return `select ${hasOtherRulesSql({ payer: PAYER, today: '$2' })} as "hasOtherRules", ${INVOICE_COLUMNS}
    from (select 1) one left join ((${found}) s join invoices i on i.id = s.invoice_id) on true order by ${order}`
}

type Args = { payload: Payload; payer: number; query: Query }
type QuickRow = { hasOtherRules: boolean; id: null } | (InvoiceRow & { hasOtherRules: boolean })

const STATEMENTS = { any: pageSql, quick: quickPageSql }
const prepared = new Map<string, string>()

function statementOf(query: Query, kind: keyof typeof STATEMENTS): Statement {
  const { filter, sort, q, limit, page } = query
  if (page > 1 || !PREPARED_LIMITS.includes(limit)) return { text: STATEMENTS[kind](query) }
  const name = `invoices-${kind}-${filter}-${sort}-${limit}${q === null ? '' : '-q'}`
  const text = prepared.get(name) ?? STATEMENTS[kind](query)
  prepared.set(name, text)
  return { name, text }
}

async function runPage<Row extends QueryResultRow>(
  { payload, payer, query }: Args,
  kind: keyof typeof STATEMENTS,
): Promise<Row[]> {
  const { q } = query
  const values = [payer, dateIn(portalOptions(payload).timeZone, new Date()), ...(q === null ? [] : [q])]
  const { rows } = await poolOf(payload).query<Row>({ ...statementOf(query, kind), values })
  return rows
}

/** The rows by the quick statement; null when the payer's rules ask for the other one. */
async function readQuickly(args: Args): Promise<InvoiceRow[] | null> {
  if (args.query.q !== null) return null
  const rows = await runPage<QuickRow>(args, 'quick')
  if (rows[0]?.hasOtherRules) return null
  return rows.flatMap(({ hasOtherRules: _, ...row }) => (row.id === null ? [] : [row as InvoiceRow]))
}

/**
 * One page of the invoices in the payer's scope, without counting: by one prepared statement where the payer's rules
 * are all by numbers, by a second one otherwise. Each is right on its own snapshot.
 */
export async function readInvoicePage(
  args: Args,
): Promise<{ docs: PortalInvoice[]; hasNextPage: boolean; page: number }> {
  const { accounts } = portalOptions(args.payload)
  const { limit, page } = args.query
  const rows = (await readQuickly(args)) ?? (await runPage<InvoiceRow>(args, 'any'))
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
    text: `select count(*)::int as count from (${visibleInvoicesSql(scope(filter))}) s ${q === null ? '' : `where ${MATCHES}`}`,
    values: [payer, dateIn(portalOptions(payload).timeZone, new Date()), ...(q === null ? [] : [q])],
  })
  return rows[0]?.count ?? 0
}
