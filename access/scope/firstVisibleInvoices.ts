import { filled } from '../../src/database/ruleKinds.ts'
import {
  countsOn,
  equal,
  ifGiven,
  none,
  RULE_COLUMNS,
  rulesSql,
  type ScopeQuery,
  unlessArchived,
  unlessEnded,
} from './visibleInvoices.ts'

type FirstQuery = Omit<ScopeQuery, 'drafts'> & {
  /** How the rows `s` are ordered, to the last tie. */
  order: string
  limit: number
  offset: number
  /** Where the rules stand, as `someRulesSql` hands them out. @default all the payer's */
  rules?: string
}

/** An include by numbers, as ticking a search result makes it: a client, one of its matters, an invoice. */
const byNumbers = (
  rule: string,
) => `${rule}.effect::text = 'include' and ${rule}.client_name is null and ${rule}.matter_description is null
  and (case when ${rule}.invoice_number is null then ${rule}.client_number is not null else ${rule}.matter_number is null end)`

/** The kinds of such rules: by which numbers, and which invoices `i` the rule `r` finds, by no more conditions than the index has columns: it hands out the order too. */
const KINDS = {
  client: {
    ...{ given: ['client_number'], none: ['matter_number', 'invoice_number'], maybe: [] },
    finds: [equal('client_number')],
  },
  matter: {
    ...{ given: ['client_number', 'matter_number'], none: ['invoice_number'], maybe: [] },
    finds: [equal('client_number'), equal('matter_number')],
  },
  invoice: {
    ...{ given: ['invoice_number'], none: ['matter_number'], maybe: ['client_number'] },
    finds: [equal('number', 'invoice_number'), ifGiven('client_number')],
  },
} as const
export type RuleKind = keyof typeof KINDS
export const RULE_KINDS = Object.keys(KINDS) as RuleKind[]

/** Is the rule `r`, which is by numbers and counts, of the kind? */
const isKind = (kind: RuleKind) =>
  [...KINDS[kind].given.map((column) => `r.${column} is not null`), none(...KINDS[kind].none)].join(' and ')

type Arm = Pick<FirstQuery, 'order' | 'filter'> & { columns: string; most: number; onlyIf?: string }

/** The first invoices that the rule `r` of the kind finds. */
function armSql(kind: RuleKind, { order, filter = 'true', columns, most, onlyIf = 'true' }: Arm): string {
  const conditions = [...KINDS[kind].finds, onlyIf, ifGiven('source'), `i.status <> 'void'`, filter].join(' and ')
  return `(select * from (select ${columns} from invoices i where ${conditions}) s order by ${order} limit ${most})`
}

/** At most so many of a payer's rules, each with whether it `counts` today: a query. */
export const someRulesSql = ({
  payer,
  today,
  limit,
}: Pick<ScopeQuery, 'payer' | 'today'> & { limit: number }): string =>
  `select ${RULE_COLUMNS}, ${countsOn(today)} and ${unlessArchived(payer)} as counts from associations a where a.payer_id = ${payer}::int limit ${limit}`

/**
 * What those `rules` are: `many` if there are more than `most` of them, `other` if one that counts is not by numbers,
 * the kind that all are, or `numbers`. An expression.
 */
export const kindOfRulesSql = ({ rules, most }: { rules: string; most: number }): string =>
  `(select case when count(*) > ${most} then 'many' when bool_or(r.counts and not (${byNumbers('r')})) then 'other'
    ${RULE_KINDS.map((kind) => `when bool_and(not r.counts or (${isKind(kind)})) then '${kind}'`).join(' ')} else 'numbers' end from ${rules} r)`

/** Has the payer a rule of another kind, so that `firstVisibleInvoicesSql` is not all? A boolean expression. */
export const hasOtherRulesSql = ({ payer, today }: Pick<ScopeQuery, 'payer' | 'today'>): string =>
  `exists (select 1 from associations a where a.payer_id = ${payer}::int and ${unlessEnded(today)} and not (${byNumbers('a')}))`

const CAN_PAY = `r.ability is distinct from 'view'`
const FULL_DETAIL = `r.detail is distinct from 'amounts'`

/**
 * A page of the visible invoices in an order, with the columns of `visibleInvoicesSql` and equal to it for a payer whose
 * rules are all includes by numbers, which nearly every payer's are. Each rule hands out its own first ones
 * by index, so the cost does not grow with the invoices in scope. With any other rule it is not to be used.
 */
export function firstVisibleInvoicesSql(query: FirstQuery): string {
  const { order, limit, offset, rules, columns = [] } = query
  const found = ['i.id as invoice_id', ...columns.map((name) => `i.${name}`)].join(', ')
  const keys = ['invoice_id', ...columns].map((name) => `s.${name}`).join(', ')
  const most = offset + limit
  const arms = RULE_KINDS.map((kind) => armSql(kind, { ...query, columns: found, most, onlyIf: isKind(kind) }))
  const from = rules ? `${rules} r` : `(${rulesSql(query)}) r`
  return `select ${keys}, bool_or(${CAN_PAY}) as can_pay, bool_or(${FULL_DETAIL}) as full_detail
    from ${from} cross join lateral (${arms.join('\n union all ')}) s
    where r.effect = 'include' ${rules ? 'and r.counts' : ''} group by ${keys} order by ${order} limit ${limit} offset ${offset}`
}

type KindQuery = Pick<ScopeQuery, 'payer' | 'today' | 'filter'> & { kind: RuleKind; order: string; limit: number }

/**
 * At most so many of a payer's rules, each with whether it `counts` today and is of the kind: a query. It looks at the
 * least that says so, for a payer who asks all the time.
 */
export function someOfKindSql({ kind, payer, today, limit }: KindQuery): string {
  const { given, maybe, none: absent } = KINDS[kind]
  const isOfKind = [
    `a.effect = 'include'`,
    ...given.map((column) => `${filled(`a.${column}`)} is not null`),
    ...maybe.map((column) => `(a.${column} is null or ${filled(`a.${column}`)} is not null)`),
    ...[...absent, 'client_name', 'matter_description'].map((column) => `a.${column} is null`),
  ]
  const numbers = [...given, ...maybe].map((column) => `${filled(`a.${column}`)} as ${column}`)
  return `select ${numbers.join(', ')}, nullif(a.source, '') as source, a.ability is distinct from 'view' as can_pay, a.detail is distinct from 'amounts' as full_detail,
      ${unlessEnded(today)} and ${unlessArchived(payer)} as counts, ${isOfKind.join(' and ')} as is_of_kind
    from associations a where a.payer_id = ${payer}::int limit ${limit}`
}

/** Those `rules` as `kindOfRulesSql` names them: `many`, the kind, or `mixed`. An expression. */
export const areOfKindSql = ({ kind, rules, most }: { kind: RuleKind; rules: string; most: number }): string =>
  `(select case when count(*) > ${most} then 'many' when bool_and(r.is_of_kind or not r.counts) then '${kind}' else 'mixed' end from ${rules} r)`

/**
 * The first of the visible invoices, whole rows of them as `s` with `invoice_id`, for a payer whose `rules` are all of the kind. An
 * invoice that two rules show is there twice, as neighbours: then it is not the page.
 */
export function firstOfKindSql({ kind, rules, order, limit, filter }: KindQuery & { rules: string }): string {
  const arm = armSql(kind, { order, ...(filter ? { filter } : {}), columns: 'i.*, i.id as invoice_id', most: limit })
  return `select s.*, r.can_pay, r.full_detail from ${rules} r cross join lateral ${arm} s
    where r.counts and r.is_of_kind order by ${order} limit ${limit}`
}
