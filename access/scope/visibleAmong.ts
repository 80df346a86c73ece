import { filled, ruleKinds } from '../../src/database/ruleKinds.ts'
import { isUsable, type ScopeQuery, unlessEnded } from './visibleInvoices.ts'

type AmongQuery = Omit<ScopeQuery, 'drafts' | 'filter' | 'without'> & {
  /** The invoices to look at: the rest of a query on `invoices i`, e.g. `where i.id = $3`. */
  among: string
  /** The rest of the answer: order and limit, by columns of `i`. */
  rest?: string
}

const given = (column: string) => filled(`a.${column}`)
const equal = (column: string, condition = column) => `${given(condition)} = i.${column}`
const ifGiven = (column: string, condition = column) => `(${given(condition)} is null or ${equal(column, condition)})`
const isNone = (column: string) => `${given(column)} is null`

const SOURCE = `(nullif(a.source, '') is null or a.source = i.source)`
const OTHERS = [ifGiven('client_name'), ifGiven('matter_description')]

/** What a rule of each kind asks of the invoice `i` beside being of its kind, first what its index finds. */
const ARMS: readonly [key: string, conditions: string[]][] = [
  [
    'invoice_number',
    [equal('number', 'invoice_number'), ifGiven('client_number'), ifGiven('matter_number'), ...OTHERS],
  ],
  // Two arms: a client may have very many rules of its matters, of which one is looked for.
  ['client_number', [equal('client_number'), equal('matter_number'), ...OTHERS]],
  ['client_number', [equal('client_number'), isNone('matter_number'), ...OTHERS]],
  ['matter_number', [equal('matter_number'), ...OTHERS]],
  ['client_name', [equal('client_name'), ifGiven('matter_description')]],
  ['matter_description', [equal('matter_description')]],
]

const KINDS = new Map(ruleKinds('a.').map(({ key, isOf }) => [key, isOf.join(' and ')]))

/** A rule that excludes by matter hides an invoice that has this matter among several. */
const excludedByOneOfSeveral = (payer: string, today: string) => `exists (
    select 1 from invoices_matters m join associations a on a.payer_id = ${payer}::int and a.effect = 'exclude'
      and not (${isNone('matter_number')} and ${isNone('matter_description')})
      and (${isNone('matter_number')} or ${given('matter_number')} = m.matter_number)
      and (${isNone('matter_description')} or ${given('matter_description')} = m.matter_description)
    where m._parent_id = i.id and ${unlessEnded(today)} and ${ifGiven('client_number')} and ${ifGiven('client_name')}
      and ${SOURCE} and ${ifGiven('number', 'invoice_number')})`

/**
 * Those of some invoices that the payer sees: the same as `visibleInvoicesSql`, asked from the other side. For each
 * invoice the payer's rules are looked up by index, so it costs the same however many rules there are. Which kinds
 * of rules the payer has is found first, and the others are not looked up.
 */
export function visibleAmongSql({ payer, today, columns = [], among, rest = '' }: AmongQuery): string {
  // In the order of its index, or the planner may rather go through all the payer's rules to find none.
  const has = (condition: string, order: string) =>
    `coalesce((select true from associations a where a.payer_id = ${payer}::int and ${condition} order by a.payer_id, ${order} limit 1), false)`
  const kinds = [...KINDS].map(([key, isOf]) => `${has(isOf, given(key))} as ${key}`)
  const arms = ARMS.map(
    ([key, conditions]) => `select a.effect, a.ability, a.detail from associations a
      where (select k.${key} from kinds k) and a.payer_id = ${payer}::int and ${KINDS.get(key)} and ${conditions.join(' and ')}
        and ${SOURCE} and ${unlessEnded(today)} and ${isUsable}`,
  )
  const shown = ['i.id as invoice_id', 'r.can_pay', 'r.full_detail', ...columns.map((name) => `i.${name}`)].join(', ')
  return `with kinds as materialized (select ${kinds.join(', ')}, ${has(`a.effect = 'exclude'`, 'a.id')} as excluding)
  select ${shown} from (select i.* from invoices i ${among}) i cross join lateral (
    select bool_or(a.ability is distinct from 'view') filter (where a.effect = 'include') as can_pay,
      bool_or(a.detail is distinct from 'amounts') filter (where a.effect = 'include') as full_detail,
      coalesce(bool_or(a.effect = 'exclude'), false) as is_excluded
    from (${arms.join('\n union all ')}) a) r
  where i.status <> 'void' and r.can_pay is not null and not r.is_excluded
    and not ((select k.excluding from kinds k) and ${excludedByOneOfSeveral(payer, today)})
    and not exists (select 1 from payers p where p.id = ${payer}::int and p.archived_at is not null) ${rest}`
}
