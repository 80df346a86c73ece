import { SCOPE_COLUMNS } from '../../src/database/scopeColumns.ts'
import { arms, EXCLUDES_MATTER, excludedSql, OTHER_CONDITIONS, rulesSql, type ScopeQuery } from './visibleInvoices.ts'

const COLUMN_OF = { client_number: 'client_number', matter_number: 'matter_number', invoice_number: 'number' } as const
type Key = keyof typeof COLUMN_OF

/** What ticking a search result makes: nearly all rules are of these kinds. */
const KINDS: readonly (readonly Key[])[] = [
  ['client_number'],
  ['client_number', 'matter_number'],
  ['client_number', 'invoice_number'],
  ['invoice_number'],
]

const isOfKind = (keys: readonly Key[]): string =>
  [
    'r.client_name is null and r.matter_description is null',
    ...Object.keys(COLUMN_OF).map((key) => `r.${key} is ${keys.includes(key as Key) ? 'not null' : 'null'}`),
  ].join(' and ')

/** Is the invoice in the set of what the rules of one kind name? A set is hashed once, and asked for each invoice. */
function isNamed(keys: readonly Key[], { hasSource, only }: { hasSource: boolean; only: string }): string {
  const asked = [...keys.map((key) => `i.${COLUMN_OF[key]}`), ...(hasSource ? ['i.source'] : [])]
  const named = [...keys.map((key) => `r.${key}`), ...(hasSource ? ['r.source'] : [])]
  // Without nulls on either side: null matches nothing, and a null would be looked for among all of them.
  const given = asked.map((column) => `${column} is not null`).join(' and ')
  return `(${given} and (${asked.join(', ')}) in (select ${named.join(', ')} from rules r
      where r.effect = 'include' and ${isOfKind(keys)} and r.source is ${hasSource ? 'not null' : 'null'} and ${only}))`
}

/** Does a rule of whatever kind include the invoice, of the rules that `only` leaves? */
const isIncluded = (only = 'true'): string =>
  `(${[
    ...KINDS.flatMap((keys) => [false, true].map((hasSource) => isNamed(keys, { hasSource, only }))),
    `i.id in (select r.id from others r where ${only})`,
  ].join('\n    or ')})`

const EXCLUDES_BY_MATTER = `select 1 from rules r where r.effect = 'exclude' and (r.matter_number is not null or r.matter_description is not null)`

/** The sets that `isVisible` asks. */
const setsSql = (query: ScopeQuery): string => {
  const filter = query.filter ?? 'true'
  return `rules as materialized (${rulesSql(query)}),
  others as materialized (
    select hit.id, r.ability, r.detail from rules r cross join lateral (${arms('i.id', filter)}) hit
    where r.effect = 'include' and not (${KINDS.map((keys) => `(${isOfKind(keys)})`).join(' or ')})),
  excluded as materialized (${excludedSql(filter)})`
}

const isVisible = (filter: string): string => `i.status <> 'void' and ${filter}
    and ${isIncluded()}
    and not (i.id in (select e.id from excluded e))
    and (not exists (${EXCLUDES_BY_MATTER}) or not exists (
      select 1 from invoices_matters m join rules r on ${EXCLUDES_MATTER} where m._parent_id = i.id and ${OTHER_CONDITIONS}))`

/**
 * The same as `visibleInvoicesSql`, with the same columns, for a payer who sees a great part of all invoices or has very many rules: goes
 * through the invoices once and asks of each whether it is among what the rules name. Costs by all invoices, not by those in scope.
 */
export function wideInvoicesSql(query: ScopeQuery): string {
  const shown = ['i.id as invoice_id', ...(query.columns ?? []).map((name) => `i.${name}`)].join(', ')
  return `with ${setsSql(query)}
  select ${shown}, ${isIncluded(`r.ability is distinct from 'view'`)} as can_pay, ${isIncluded(`r.detail is distinct from 'amounts'`)} as full_detail
  from invoices i where ${isVisible(query.filter ?? 'true')}`
}

/** A share of all invoices above which going through all of them is quicker than finding each by index. */
const share = (part: number, least: number): string =>
  `(select greatest(${least}, ${part} * reltuples)::bigint from pg_class where oid = to_regclass('invoices'))`

/**
 * Is the payer one for `wideInvoicesSql`? A query of one row with `wide`, which stops looking as soon as it knows. With `most` a payer of more
 * invoices than that is wide too.
 */
export function isWideSql({ most, ...query }: Omit<ScopeQuery, 'filter' | 'columns'> & { most?: number }): string {
  const few = most ?? share(0.04, 10_000)
  return `with rules as materialized (${rulesSql(query)})
  select (select count(*) from rules) > ${share(0.05, 5000)} or (
    select count(*) from (
      select from rules r cross join lateral (${arms('1', 'true')}) hit where r.effect = 'include' limit ${few} + 1) found) > ${few} as wide`
}

const ASKED = ['id', 'status', ...SCOPE_COLUMNS]

/**
 * The id of the invoice in `table` of the query around, when the payer sees it: a query of one row or none, equal to
 * `visibleInvoicesSql`. What the payer's rules name is gathered once, for however many invoices are asked.
 */
export function visibleInSql({ table, ...query }: Omit<ScopeQuery, 'filter' | 'columns'> & { table: string }): string {
  return `with ${setsSql(query)}
  select i.id from (select ${ASKED.map((name) => `${table}.${name}`).join(', ')}) i where ${isVisible('true')}`
}
