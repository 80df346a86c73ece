import {
  areOfKindSql,
  firstOfKindSql,
  firstVisibleInvoicesSql,
  hasOtherRulesSql,
  kindOfRulesSql,
  type RuleKind,
  someOfKindSql,
  someRulesSql,
} from '../../access/scope/firstVisibleInvoices.ts'
import { visibleAmongSql } from '../../access/scope/visibleAmong.ts'
import { visibleInvoicesSql } from '../../access/scope/visibleInvoices.ts'
import { wideInvoicesSql } from '../../access/scope/wideInvoices.ts'
import type { Statement } from '../base/database.ts'
import { isStaleSql, liveSessionSql } from '../login/liveSession.ts'
import { FILTERS, type InvoiceQuery, matchesSql, SORTED_BY, SORTS, scopeOf } from './invoiceQuery.ts'
import { invoiceTextsSql } from './PortalInvoice.ts'

/**
 * Who asks: a payer that is known, or the payer of a live session, which the same statement then checks. `$1` is the
 * payer's id or the hash of the token, `$2` today; of a session `$3` and `$4` are seconds as `payerSession.ts` has them, and
 * `$5` is the payer that the request names, or null for the one the session acts for.
 */
export type AskedBy = 'payer' | 'session'

const WHO: Record<AskedBy, { sql: string; shown: string; values: number }> = {
  payer: { sql: 'select $1::int as payer', shown: 'who.payer', values: 2 },
  session: {
    sql: `select m.payer_id as payer, m.role, s.id as session, ${isStaleSql('$4')} as stale ${liveSessionSql({ token: '$1', idle: '$3' })}
      and m.payer_id::text = coalesce($5::text, s.payer_id::text)`,
    shown: 'who.payer, who.role, who.session, who.stale',
    values: 5,
  },
}

// The payer's number in a subquery is unknown to the planner: every call is planned alike, and so only once, also
// for a payer with few rules in a firm where most have many.
const PAYER = '(select payer from who)'

/** With more rules than this a payer's page is looked for among the invoices that are due first. */
const MANY_RULES = 100
/** So many invoices are looked at for each one that is asked for. */
export const SCANNED_PER_ROW = 100

/** The page's bounds are whole numbers, checked before, and stand in the text: one plan then fits every call. */
const boundsOf = ({ limit, page }: InvoiceQuery) => ({ limit: limit + 1, offset: (page - 1) * limit })

type Parts = { before?: string; rules: string; seen?: string; page: string }

const SEEN = 'pg_current_snapshot()::text'

/** One row, of whoever asks: with what it says of the rules, the snapshot that it was read in, and the page as JSON. None for nobody. */
const oneRow = (by: AskedBy, { before = '', rules, seen = 'null', page }: Parts): string =>
  `with who as materialized (${WHO[by].sql})${before}
  select ${WHO[by].shown}, ${rules} as rules, ${seen} as seen, array_to_json(array(${page}))::text as page from who`

/** The invoices that `found` hands out, which has the columns of `visibleInvoicesSql`. */
const joined = (found: string, { sort }: InvoiceQuery): string =>
  `select ${invoiceTextsSql('i')} from (${found}) s join invoices i on i.id = s.invoice_id order by ${SORTS[sort]}`

type Make = (by: AskedBy, query: InvoiceQuery) => string

type Visible = { visible: string; columns: string }

function someOf(by: AskedBy, query: InvoiceQuery, { visible, columns }: Visible): string {
  const { limit, offset } = boundsOf(query)
  const asked = query.q === null ? '' : `where ${matchesSql(`$${WHO[by].values + 1}`)}`
  return `select ${columns} from (${visible}) s ${asked} order by ${SORTS[query.sort]} limit ${limit} offset ${offset}`
}

/** Any page, for any rules. */
const anySql: Make = (by, query) => {
  const found = someOf(by, query, { visible: visibleInvoicesSql(scopeOf(query, PAYER)), columns: '*' })
  return oneRow(by, { rules: `'any'`, seen: SEEN, page: joined(found, query) })
}

/** Any page, out of all invoices. What may be paid and read is asked for those that are shown. */
const wideSql: Make = (by, query) => {
  const ids = someOf(by, query, { visible: wideInvoicesSql(scopeOf(query, PAYER)), columns: 's.invoice_id' })
  const found = visibleAmongSql({ payer: PAYER, today: '$2', columns: SORTED_BY, among: `where i.id in (${ids})` })
  return oneRow(by, { rules: `'wide'`, seen: SEEN, page: joined(found, query) })
}

const firstOf = (query: InvoiceQuery, rules?: string): string =>
  firstVisibleInvoicesSql({
    ...{ ...scopeOf(query, PAYER), ...boundsOf(query), order: SORTS[query.sort] },
    ...(rules ? { rules } : {}),
  })

/** The payer's first rules, and what they are: more are not looked at. */
const SOME_RULES = {
  before: `, some_rules as materialized (${someRulesSql({ payer: PAYER, today: '$2', limit: MANY_RULES + 1 })})`,
  rules: kindOfRulesSql({ rules: 'some_rules', most: MANY_RULES }),
}

/** The page of a payer with a few rules, all by numbers. */
const fewSql: Make = (by, query) => oneRow(by, { ...SOME_RULES, page: joined(firstOf(query, 'some_rules'), query) })

/** The same with any number of rules by numbers. */
const numbersSql: Make = (by, query) => {
  const rules = `case when ${hasOtherRulesSql({ payer: PAYER, today: '$2' })} then 'other' else 'numbers' end`
  return oneRow(by, { rules, seen: SEEN, page: joined(firstOf(query), query) })
}

/** The first page of a payer with a few rules of one kind, unless two of them show the same invoice. */
const kindSql =
  (kind: RuleKind): Make =>
  (by, { sort, filter, limit }) => {
    const order = SORTS[sort]
    const query = { payer: PAYER, today: '$2', filter: FILTERS[filter], kind, order, rules: 'some_rules' }
    return oneRow(by, {
      before: `, some_rules as materialized (${someOfKindSql({ ...query, limit: MANY_RULES + 1 })})`,
      rules: areOfKindSql({ ...query, most: MANY_RULES }),
      page: `select ${invoiceTextsSql('s')} from (${firstOfKindSql({ ...query, limit: limit + 1 })}) s order by ${order}`,
    })
  }

const BY_DUE_DATE = 'i.due_on nulls last, i.issued_on nulls last, i.id'
const amongSql = (among: string, rest: string): string =>
  visibleAmongSql({ payer: PAYER, today: '$2', columns: ['due_on', 'issued_on'], among, rest })

/** The page out of the invoices that are due first, for any rules: whole only if it is full. */
const scanSql: Make = (by, query) => {
  const { limit, offset } = boundsOf(query)
  const found = amongSql(
    `where ${FILTERS[query.filter]} order by ${BY_DUE_DATE} limit ${SCANNED_PER_ROW * (limit + offset)}`,
    `order by ${BY_DUE_DATE} limit ${limit} offset ${offset}`,
  )
  return oneRow(by, { rules: `'scan'`, seen: SEEN, page: joined(found, query) })
}

/**
 * Has a transaction that the kept page has not seen changed an invoice, or the payer's rules? Nearly always the newest mark of all, by
 * its index, says that none has; only then the others are not gone through.
 */
const changedSince = (seen: string) => {
  const xmin = `pg_snapshot_xmin(${seen}::pg_snapshot)`
  return `case when (select c.xid from payer_portal_scope_changes c order by c.xid desc limit 1) >= ${xmin} then exists (
      select from payer_portal_scope_changes c where c.xid >= ${xmin}
      and not pg_visible_in_snapshot(c.xid, ${seen}::pg_snapshot) and (c.payer_id is null or c.payer_id = ${PAYER})) else false end`
}

/**
 * A page that is kept, if it still is the page. Each invoice of it is looked up in the rules as they are now. The ids stand
 * in a subquery so that the planner counts on the same number for every call, and plans once.
 */
const keptSql: Make = (by, query) => {
  const [ids, seen] = [`$${WHO[by].values + 1}`, `$${WHO[by].values + 2}`]
  const found = amongSql(`where ${FILTERS[query.filter]} and i.id = any((select ${ids}::int[])::int[])`, '')
  const rules = `case when ${changedSince(seen)} then 'changed' else 'same' end`
  return oneRow(by, { rules, page: joined(found, query) })
}

const STATEMENTS = {
  ...{ client: kindSql('client'), matter: kindSql('matter'), invoice: kindSql('invoice') },
  ...{ few: fewSql, scan: scanSql, numbers: numbersSql, any: anySql, wide: wideSql, kept: keptSql },
} satisfies Record<string, Make>
export type Way = keyof typeof STATEMENTS

/** Pages that are asked for all the time are prepared; a statement for every page that can be asked for is not kept. */
const PREPARED_LIMITS: readonly number[] = [10, 20, 25, 50, 100]
const prepared = new Map<string, string>()

/** The statement that reads the page in this way, without its values. */
export function pageStatement({ by, query, way }: { by: AskedBy; query: InvoiceQuery; way: Way }): Statement {
  const { filter, sort, q, limit, page } = query
  if (page > 1 || !PREPARED_LIMITS.includes(limit)) return { text: STATEMENTS[way](by, query) }
  const name = `invoices-${way}-${filter}-${sort}-${limit}${q === null ? '' : '-q'}${by === 'session' ? '-s' : ''}`
  const text = prepared.get(name) ?? STATEMENTS[way](by, query)
  prepared.set(name, text)
  return { name, text }
}
