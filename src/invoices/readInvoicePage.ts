import type { Payload } from 'payload'
import type { QueryResultRow } from 'pg'
import { firstVisibleInvoicesSql, hasMoreRulesSql, hasOtherRulesSql } from '../../access/scope/firstVisibleInvoices.ts'
import { visibleAmongSql } from '../../access/scope/visibleAmong.ts'
import { visibleInvoicesSql } from '../../access/scope/visibleInvoices.ts'
import { poolOf, type Statement } from '../base/database.ts'
import { dateIn } from '../base/dates.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { keepPage, keptPage } from './keptPages.ts'
import { lastWay, rememberWay } from './lastWay.ts'
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

/** With more rules than this a payer's page is looked for among the invoices that are due first. */
const MANY_RULES = 100
/** So many invoices are looked at for each one that is asked for, and so many in all at the most. */
const SCANNED_PER_ROW = 100
const MAX_SCANNED = 10_000

/** The page's bounds are whole numbers, checked before, and stand in the text: one plan then fits every call. */
const boundsOf = ({ limit, page }: Query) => ({ limit: limit + 1, offset: (page - 1) * limit })

type Parts = { found: string; rules: string; order: string }

/** At least one row, each with what it says of the rules and with the snapshot that it was read in. */
const wholeSql = ({ found, rules, order }: Parts): string =>
  `select ${rules} as rules, pg_current_snapshot()::text as seen, ${INVOICE_COLUMNS}
    from (select 1) one left join ((${found}) s join invoices i on i.id = s.invoice_id) on true order by ${order}`

/** Any page, for any rules. */
function anyPageSql(query: Query): string {
  const order = SORTS[query.sort]
  const { limit, offset } = boundsOf(query)
  const found = `select * from (${visibleInvoicesSql(scope(query.filter))}) s ${query.q === null ? '' : `where ${MATCHES}`} order by ${order} limit ${limit} offset ${offset}`
  return wholeSql({ found, rules: `'any'`, order })
}

const HAS_OTHER = hasOtherRulesSql({ payer: PAYER, today: '$2' })

function armsSql(query: Query, { rules, onlyIf }: { rules: string; onlyIf?: string }): string {
  const order = SORTS[query.sort]
  const found = firstVisibleInvoicesSql({
    ...scope(query.filter),
    ...boundsOf(query),
    order,
    ...(onlyIf ? { onlyIf } : {}),
  })
  return wholeSql({ found, rules, order })
}

/** The page of a payer with a few rules, all by numbers; each row, and there is at least one, says whether it is that. */
const fewPageSql = (query: Query): string =>
  `with counted as materialized (select ${hasMoreRulesSql({ payer: PAYER, count: MANY_RULES })} as many)
  ${armsSql(query, {
    rules: `case when (select many from counted) then 'many' when ${HAS_OTHER} then 'other' else 'numbers' end`,
    onlyIf: 'not (select many from counted)',
  })}`

/** The same with any number of rules by numbers. */
const numbersPageSql = (query: Query): string =>
  armsSql(query, { rules: `case when ${HAS_OTHER} then 'other' else 'numbers' end` })

const BY_DUE_DATE = 'i.due_on nulls last, i.issued_on nulls last, i.id'
const amongSql = (among: string, rest: string): string =>
  visibleAmongSql({ payer: PAYER, today: '$2', columns: ['due_on', 'issued_on'], among, rest })

/** The page out of the invoices that are due first, for any rules: whole only if it is full. */
function scanPageSql(query: Query): string {
  const { limit, offset } = boundsOf(query)
  const found = amongSql(
    `where ${FILTERS[query.filter]} order by ${BY_DUE_DATE} limit ${SCANNED_PER_ROW * (limit + offset)}`,
    `order by ${BY_DUE_DATE} limit ${limit} offset ${offset}`,
  )
  return wholeSql({ found, rules: `'scan'`, order: SORTS[query.sort] })
}

/** Has a transaction that the kept page has not seen changed an invoice, or the payer's rules? */
const CHANGED_SINCE = `exists (select from payer_portal_scope_changes c where c.xid >= pg_snapshot_xmin($4::pg_snapshot)
  and not pg_visible_in_snapshot(c.xid, $4::pg_snapshot) and (c.payer_id is null or c.payer_id = ${PAYER}))`

/**
 * A page that is kept, if it still is the page. Each invoice of it is looked up in the rules as they are now. The ids stand
 * in a subquery so that the planner counts on the same number for every call, and plans once.
 */
const keptPageSql = (query: Query): string =>
  wholeSql({
    found: amongSql(`where ${FILTERS[query.filter]} and i.id = any((select $3::int[])::int[])`, ''),
    rules: `case when ${CHANGED_SINCE} then 'changed' else 'same' end`,
    order: SORTS[query.sort],
  })

type Args = { payload: Payload; payer: number; query: Query }
type Rules = 'any' | 'scan' | 'numbers' | 'many' | 'other' | 'same' | 'changed'
type Said = { rules: Rules; seen: string }
type PageRow = (Said & { id: null }) | (Said & InvoiceRow)

const STATEMENTS = { few: fewPageSql, scan: scanPageSql, numbers: numbersPageSql, any: anyPageSql, kept: keptPageSql }
type Way = Exclude<keyof typeof STATEMENTS, 'kept'>
const prepared = new Map<string, string>()

function statementOf(query: Query, way: keyof typeof STATEMENTS): Statement {
  const { filter, sort, q, limit, page } = query
  if (page > 1 || !PREPARED_LIMITS.includes(limit)) return { text: STATEMENTS[way](query) }
  const name = `invoices-${way}-${filter}-${sort}-${limit}${q === null ? '' : '-q'}`
  const text = prepared.get(name) ?? STATEMENTS[way](query)
  prepared.set(name, text)
  return { name, text }
}

const todayOf = (payload: Payload): string => dateIn(portalOptions(payload).timeZone, new Date())

type Run = { way: keyof typeof STATEMENTS; more?: unknown[] }

async function runPage<Row extends QueryResultRow>(
  { payload, payer, query }: Args,
  { way, more }: Run,
): Promise<Row[]> {
  const values = [payer, todayOf(payload), ...(more ?? (query.q === null ? [] : [query.q]))]
  const { rows } = await poolOf(payload).query<Row>({ ...statementOf(query, way), values })
  return rows
}

const invoicesOf = (rows: PageRow[]): InvoiceRow[] =>
  rows.flatMap(({ rules: _rules, seen: _seen, ...row }) => (row.id === null ? [] : [row as InvoiceRow]))

const canScan = ({ filter, sort, limit, page }: Query): boolean =>
  (filter === 'open' || filter === 'overdue') && sort === 'dueOn' && limit * page <= MAX_SCANNED / SCANNED_PER_ROW

const keyOf = ({ payload, payer, query }: Args): string =>
  `${payer} ${todayOf(payload)} ${query.filter} ${query.limit} ${query.page}`

/** The rows, or the way to read them by when this one is not for this payer's rules. */
async function tryWay(args: Args, way: Way): Promise<InvoiceRow[] | Way> {
  const { payload, query } = args
  const rows = await runPage<PageRow>(args, { way })
  const { rules, seen = '' } = rows[0] ?? {}
  if (rules === 'many') return canScan(query) ? 'scan' : 'numbers'
  if (rules === 'other') return 'any'
  const invoices = invoicesOf(rows)
  if (way === 'scan' && invoices.length <= query.limit) return 'numbers'
  // What took long because of its rules is kept; only in this order, which no payment changes.
  if (way !== 'few' && canScan(query)) keepPage(payload, keyOf(args), { ids: invoices.map(({ id }) => id), seen })
  return invoices
}

/** A kept page, when the same statement says that it is still the page; null otherwise. */
async function readKept(args: Args): Promise<InvoiceRow[] | null> {
  const page = canScan(args.query) ? keptPage(args.payload, keyOf(args)) : undefined
  if (!page) return null
  const rows = await runPage<PageRow>(args, { way: 'kept', more: [page.ids, page.seen] })
  const invoices = invoicesOf(rows)
  if (rows[0]?.rules === 'same' && invoices.length === page.ids.length) return invoices
  keepPage(args.payload, keyOf(args), null)
  return null
}

async function readRows(args: Args): Promise<InvoiceRow[]> {
  const { payload, payer, query } = args
  if (query.q !== null) return invoicesOf(await runPage<PageRow>(args, { way: 'any' }))
  const kept = await readKept(args)
  if (kept) return kept
  const key = `${payer}${canScan(query) ? '' : '-sorted'}`
  let way = lastWay<Way>(payload, key) ?? 'few'
  for (;;) {
    const rows = await tryWay(args, way)
    if (typeof rows !== 'string') {
      rememberWay(payload, key, way)
      return rows
    }
    way = rows
  }
}

/**
 * One page of the invoices in the payer's scope, without counting: by one prepared statement where the payer's rules
 * are few and all by numbers, by a further one otherwise. Each is right on its own snapshot.
 */
export async function readInvoicePage(
  args: Args,
): Promise<{ docs: PortalInvoice[]; hasNextPage: boolean; page: number }> {
  const { accounts } = portalOptions(args.payload)
  const { limit, page } = args.query
  const rows = await readRows(args)
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
    values: [payer, todayOf(payload), ...(q === null ? [] : [q])],
  })
  return rows[0]?.count ?? 0
}
