import { filled } from '../../src/database/ruleKinds.ts'

/** Placeholders (or expressions) for the payer's id and for today in the firm's zone. */
export type ScopeQuery = {
  payer: string
  /** `YYYY-MM-DD`. */
  today: string
  /** Further condition on the invoices alias `i`, tested while the indexes are read, e.g. `i.status = 'open'`. */
  filter?: string
  /** Further columns of the invoice to hand out, e.g. `['due_on']`. */
  columns?: readonly string[]
  /** Placeholder of a JSON array of associations not stored yet, in the columns of the table. */
  drafts?: string
  /** Placeholder of the ids of stored associations that are left out, because they are being edited. */
  without?: string
}

const CONDITIONS = ['client_number', 'client_name', 'matter_number', 'matter_description', 'invoice_number'] as const

/** A rule ends with its last day, in the firm's zone. */
export const unlessEnded = (today: string) => `(coalesce(a.ends_on, '') = '' or a.ends_on >= ${today}::text)`

/** A rule `a` that counts: an include without a blank condition, or an exclude. */
export const isUsable = `(a.effect::text = 'exclude' or not (${CONDITIONS.map((name) => `(a.${name} is not null and ${filled(`a.${name}`)} is null)`).join(' or ')}))`

/** A rule `a` as it is asked: a blank condition of a stored one is none. */
export const RULE_COLUMNS = `a.effect::text as effect, a.ability::text as ability, a.detail::text as detail, nullif(a.source, '') as source,
      ${CONDITIONS.map((name) => `${filled(`a.${name}`)} as ${name}`).join(', ')}`

/** Does the rule `a` count today? */
export const countsOn = (today: string) => `(${unlessEnded(today)} and ${isUsable})`

/** The rules of an archived payer stay, and give nothing. */
export const unlessArchived = (payer: string) =>
  `not exists (select 1 from payers p where p.id = ${payer}::int and p.archived_at is not null)`

type CountingRules = {
  /** A table expression of the alias `a` with a condition. */
  from: string
  today: string
  /** Further columns to hand out. */
  extra?: readonly string[]
}

/**
 * Rules as they count today: those that have not ended. Blank conditions of a stored row make an include void, and are
 * passed over in an exclude: both hide more.
 */
export const countingRulesSql = ({ from, today, extra = [] }: CountingRules): string =>
  `select ${[...extra, RULE_COLUMNS].join(', ')} from ${from} and ${countsOn(today)}`

/** The rules of a payer that count today. */
export function rulesSql({ payer, today, drafts, without }: ScopeQuery): string {
  const left = without ? ` and a.id <> all(${without}::int[])` : ''
  const stored = countingRulesSql({
    today,
    from: `associations a where a.payer_id = ${payer}::int${left} and ${unlessArchived(payer)}`,
  })
  if (!drafts) return stored
  const columns = [...CONDITIONS, 'source', 'effect', 'ability', 'detail', 'ends_on'].map((name) => `${name} text`)
  const from = `jsonb_to_recordset(${drafts}::jsonb) as a(${columns.join(', ')}) where true`
  return `${stored} union all ${countingRulesSql({ from, today })}`
}

export const equal = (column: string, condition = column) => `i.${column} = r.${condition}`
export const ifGiven = (column: string, condition = column) =>
  `(r.${condition} is null or i.${column} = r.${condition})`
export const none = (...columns: string[]) => columns.map((column) => `r.${column} is null`).join(' and ')

/**
 * One arm per kind of rule, each driven by the index of its narrowest condition; the others are tested
 * on the rows that it finds. An invoice over several matters has no matter of its own and so is found
 * by the client's or its own number alone.
 */
const ARMS: readonly string[] = [
  [
    equal('number', 'invoice_number'),
    ifGiven('client_number'),
    ifGiven('matter_number'),
    ifGiven('client_name'),
    ifGiven('matter_description'),
  ],
  [
    none('invoice_number'),
    equal('client_number'),
    equal('matter_number'),
    ifGiven('client_name'),
    ifGiven('matter_description'),
  ],
  [
    none('invoice_number', 'matter_number'),
    equal('client_number'),
    ifGiven('client_name'),
    ifGiven('matter_description'),
  ],
  [
    none('invoice_number', 'client_number'),
    equal('matter_number'),
    ifGiven('client_name'),
    ifGiven('matter_description'),
  ],
  [none('invoice_number', 'client_number', 'matter_number'), equal('client_name'), ifGiven('matter_description')],
  [none('invoice_number', 'client_number', 'matter_number', 'client_name'), equal('matter_description')],
].map((conditions) => [...conditions, ifGiven('source')].join(' and '))

/** The invoices `i` that the rule `r` of the query around it matches, without void ones: a query, to stand in a lateral join. */
export const arms = (columns: string, filter: string) =>
  ARMS.map((arm) => `select ${columns} from invoices i where ${arm} and i.status <> 'void' and ${filter}`).join(
    '\n union all ',
  )

/** The invoices that a rule of `rules` excludes by what they have themselves. */
export const excludedSql = (filter: string) =>
  `select hit.id from rules r cross join lateral (${arms('i.id', filter)}) hit where r.effect = 'exclude'`

/** Does an exclusion `r` name the matter `m`, one of several of its invoice? */
export const EXCLUDES_MATTER = `r.effect = 'exclude' and (r.matter_number is not null or r.matter_description is not null)
      and (r.matter_number is null or r.matter_number = m.matter_number)
      and (r.matter_description is null or r.matter_description = m.matter_description)`

export const OTHER_CONDITIONS = [
  ifGiven('number', 'invoice_number'),
  ifGiven('client_number'),
  ifGiven('client_name'),
  ifGiven('source'),
].join(' and ')

/** Does the rule `r` match the invoice `i`, which is not void? The same as the arms, asked of the two of them. */
export const MATCHES_SQL = `(
    (${CONDITIONS.map((name) => `r.${name} is not null`).join(' or ')})
      and ${OTHER_CONDITIONS} and ${ifGiven('matter_number')} and ${ifGiven('matter_description')}
    or exists (select 1 from invoices_matters m where m._parent_id = i.id and ${EXCLUDES_MATTER} and ${OTHER_CONDITIONS}))`

/** A rule that excludes by matter hides an invoice that has this matter among several. */
const EXCLUDED_BY_ONE_OF_SEVERAL = `exists (
    select 1 from invoices_matters m
    join rules r on ${EXCLUDES_MATTER}
    join invoices i on i.id = m._parent_id
    where m._parent_id = v.invoice_id and ${OTHER_CONDITIONS})`

/**
 * The one statement of which invoices a payer sees: a query, to stand in parentheses, with `invoice_id`,
 * `can_pay` and `full_detail` for every visible invoice. Every door of the portal is built on it, or on `visibleAmongSql`,
 * which asks the same from the invoices. Includes add up, the conditions of one rule must all hold, an exclude always wins, null and blank
 * match nothing, and void invoices are not there. Texts are compared byte for byte.
 */
export function visibleInvoicesSql(query: ScopeQuery): string {
  const filter = query.filter ?? 'true'
  const extra = query.columns ?? []
  const found = ['i.id as invoice_id', ...extra.map((name) => `i.${name}`)].join(', ')
  const keys = ['invoice_id', ...extra].map((name) => `hit.${name}`).join(', ')
  const shown = ['invoice_id', 'can_pay', 'full_detail', ...extra].map((name) => `v.${name}`).join(', ')
  return `with rules as materialized (${rulesSql(query)}),
  excluded as materialized (${excludedSql(filter)})
  select ${shown} from (
    select ${keys}, bool_or(r.ability is distinct from 'view') as can_pay, bool_or(r.detail is distinct from 'amounts') as full_detail
    from rules r cross join lateral (${arms(found, filter)}) hit
    where r.effect = 'include' group by ${keys}) v
  where not exists (select 1 from excluded e where e.id = v.invoice_id)
    and not ${EXCLUDED_BY_ONE_OF_SEVERAL}`
}
