import type { Payload } from 'payload'
import type { QueryResultRow } from 'pg'
import { firstVisibleInvoicesSql, hasMoreRulesSql, hasOtherRulesSql } from '../../access/scope/firstVisibleInvoices.ts'
import { visibleAmongSql } from '../../access/scope/visibleAmong.ts'
import { visibleInvoicesSql } from '../../access/scope/visibleInvoices.ts'
import { wideInvoicesSql } from '../../access/scope/wideInvoices.ts'
import { poolOf, type Statement } from '../base/database.ts'
import { dateIn } from '../base/dates.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { FILTERS, type InvoiceQuery, MATCHES, PAYER, SORTED_BY, SORTS, scopeOf } from './invoiceQuery.ts'
import { keepPage, keptPage } from './keptPages.ts'
import { lastWay, rememberWay } from './lastWay.ts'
import { INVOICE_COLUMNS, type InvoiceRow, type PortalInvoice, toPortalInvoice } from './PortalInvoice.ts'
import { isWideScope, runWide } from './wideScope.ts'

/** Pages that are asked for all the time are prepared; a statement for every page that can be asked for is not kept. */
const PREPARED_LIMITS: readonly number[] = [10, 20, 25, 50, 100]

/** With more rules than this a payer's page is looked for among the invoices that are due first. */
const MANY_RULES = 100
/** So many invoices are looked at for each one that is asked for, and so many in all at the most. */
const SCANNED_PER_ROW = 100
const MAX_SCANNED = 10_000

/** The page's bounds are whole numbers, checked before, and stand in the text: one plan then fits every call. */
const boundsOf = ({ limit, page }: InvoiceQuery) => ({ limit: limit + 1, offset: (page - 1) * limit })

type Parts = { found: string; rules: string; order: string }

/** At least one row, each with what it says of the rules and with the snapshot that it was read in. */
const wholeSql = ({ found, rules, order }: Parts): string =>
  `select ${rules} as rules, pg_current_snapshot()::text as seen, ${INVOICE_COLUMNS}
    from (select 1) one left join ((${found}) s join invoices i on i.id = s.invoice_id) on true order by ${order}`

const pageOf = (query: InvoiceQuery, { visible, columns }: { visible: string; columns: string }): string => {
  const { limit, offset } = boundsOf(query)
  return `select ${columns} from (${visible}) s ${query.q === null ? '' : `where ${MATCHES}`} order by ${SORTS[query.sort]} limit ${limit} offset ${offset}`
}

/** Any page, for any rules. */
const anyPageSql = (query: InvoiceQuery): string =>
  wholeSql({
    found: pageOf(query, { visible: visibleInvoicesSql(scopeOf(query)), columns: '*' }),
    rules: `'any'`,
    order: SORTS[query.sort],
  })

/** Any page, out of all invoices. What may be paid and read is asked for those that are shown. */
const widePageSql = (query: InvoiceQuery): string =>
  wholeSql({
    found: visibleAmongSql({
      payer: PAYER,
      today: '$2',
      columns: SORTED_BY,
      among: `where i.id in (${pageOf(query, { visible: wideInvoicesSql(scopeOf(query)), columns: 's.invoice_id' })})`,
    }),
    rules: `'wide'`,
    order: SORTS[query.sort],
  })

const HAS_OTHER = hasOtherRulesSql({ payer: PAYER, today: '$2' })

function armsSql(query: InvoiceQuery, { rules, onlyIf }: { rules: string; onlyIf?: string }): string {
  const order = SORTS[query.sort]
  const found = firstVisibleInvoicesSql({
    ...scopeOf(query),
    ...boundsOf(query),
    order,
    ...(onlyIf ? { onlyIf } : {}),
  })
  return wholeSql({ found, rules, order })
}

/** The page of a payer with a few rules, all by numbers; each row, and there is at least one, says whether it is that. */
const fewPageSql = (query: InvoiceQuery): string =>
  `with counted as materialized (select ${hasMoreRulesSql({ payer: PAYER, count: MANY_RULES })} as many)
  ${armsSql(query, {
    rules: `case when (select many from counted) then 'many' when ${HAS_OTHER} then 'other' else 'numbers' end`,
    onlyIf: 'not (select many from counted)',
  })}`

/** The same with any number of rules by numbers. */
const numbersPageSql = (query: InvoiceQuery): string =>
  armsSql(query, { rules: `case when ${HAS_OTHER} then 'other' else 'numbers' end` })

const BY_DUE_DATE = 'i.due_on nulls last, i.issued_on nulls last, i.id'
const amongSql = (among: string, rest: string): string =>
  visibleAmongSql({ payer: PAYER, today: '$2', columns: ['due_on', 'issued_on'], among, rest })

/** The page out of the invoices that are due first, for any rules: whole only if it is full. */
function scanPageSql(query: InvoiceQuery): string {
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
const keptPageSql = (query: InvoiceQuery): string =>
  wholeSql({
    found: amongSql(`where ${FILTERS[query.filter]} and i.id = any((select $3::int[])::int[])`, ''),
    rules: `case when ${CHANGED_SINCE} then 'changed' else 'same' end`,
    order: SORTS[query.sort],
  })

type Args = { payload: Payload; payer: number; query: InvoiceQuery }
type Rules = 'any' | 'wide' | 'scan' | 'numbers' | 'many' | 'other' | 'same' | 'changed'
type Said = { rules: Rules; seen: string }
type PageRow = (Said & { id: null }) | (Said & InvoiceRow)

const STATEMENTS = {
  few: fewPageSql,
  scan: scanPageSql,
  numbers: numbersPageSql,
  any: anyPageSql,
  wide: widePageSql,
  kept: keptPageSql,
}
type Way = Exclude<keyof typeof STATEMENTS, 'kept'>
const prepared = new Map<string, string>()

function statementOf(query: InvoiceQuery, way: keyof typeof STATEMENTS): Statement {
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
  const statement = { ...statementOf(query, way), values }
  return way === 'wide' ? runWide<Row>(payload, statement) : (await poolOf(payload).query<Row>(statement)).rows
}

const invoicesOf = (rows: PageRow[]): InvoiceRow[] =>
  rows.flatMap(({ rules: _rules, seen: _seen, ...row }) => (row.id === null ? [] : [row as InvoiceRow]))

const canScan = ({ filter, sort, limit, page }: InvoiceQuery): boolean =>
  (filter === 'open' || filter === 'overdue') && sort === 'dueOn' && limit * page <= MAX_SCANNED / SCANNED_PER_ROW

const keyOf = ({ payload, payer, query }: Args): string =>
  `${payer} ${todayOf(payload)} ${query.filter} ${query.limit} ${query.page}`

/** Everything that is visible has to be gone through: by the payer's rules, or by all invoices. */
const throughAll = async (args: Args, byRules: Way): Promise<Way> => ((await isWideScope(args)) ? 'wide' : byRules)

/** The way to read by when this one, by what it has said of the payer's rules, is not all. */
function otherWay(args: Args, { way, rules }: { way: Way; rules: Rules | undefined }): Promise<Way> | Way | null {
  if (rules === 'many') return canScan(args.query) ? 'scan' : throughAll(args, 'numbers')
  if (rules === 'other') return way === 'few' ? 'any' : throughAll(args, 'any')
  return null
}

/** The rows, or the way to read them by when this one is not for this payer's rules. */
async function tryWay(args: Args, way: Way): Promise<InvoiceRow[] | Way> {
  const { payload, query } = args
  const rows = await runPage<PageRow>(args, { way })
  const { rules, seen = '' } = rows[0] ?? {}
  const other = await otherWay(args, { way, rules })
  if (other) return other
  const invoices = invoicesOf(rows)
  if (way === 'scan' && invoices.length <= query.limit) return throughAll(args, 'numbers')
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
  if (query.q !== null) return invoicesOf(await runPage<PageRow>(args, { way: await throughAll(args, 'any') }))
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
