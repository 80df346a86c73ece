import { equal, ifGiven, none, rulesSql, type ScopeQuery, unlessEnded } from './visibleInvoices.ts'

type FirstQuery = Omit<ScopeQuery, 'drafts'> & {
  /** How the rows `s` are ordered, to the last tie. */
  order: string
  limit: number
  offset: number
  /** A condition without columns: where it does not hold nothing is read. */
  onlyIf?: string
}

/** An include by numbers, as ticking a search result makes it: a client, one of its matters, an invoice. */
const BY_NUMBERS = `a.effect::text = 'include' and a.client_name is null and a.matter_description is null
  and (case when a.invoice_number is null then a.client_number is not null else a.matter_number is null end)`

/** One arm per kind of such a rule, with no more conditions than the index has columns: it hands out the order too. */
const ARMS: readonly string[] = [
  [equal('client_number'), none('matter_number', 'invoice_number')],
  [equal('client_number'), equal('matter_number'), none('invoice_number')],
  [equal('number', 'invoice_number'), ifGiven('client_number'), none('matter_number')],
].map((conditions) => [...conditions, ifGiven('source')].join(' and '))

/** Has the payer more rules than `count`? A boolean expression that looks at no more of them. */
export const hasMoreRulesSql = ({ payer, count }: { payer: string; count: number }): string =>
  `(select count(*) > ${count} from (select from associations a where a.payer_id = ${payer}::int limit ${count + 1}) counted)`

/** Has the payer a rule of another kind, so that `firstVisibleInvoicesSql` is not all? A boolean expression. */
export const hasOtherRulesSql = ({ payer, today }: Pick<ScopeQuery, 'payer' | 'today'>): string =>
  `exists (select 1 from associations a where a.payer_id = ${payer}::int and ${unlessEnded(today)} and not (${BY_NUMBERS}))`

/**
 * A page of the visible invoices in an order, with the columns of `visibleInvoicesSql` and equal to it for a payer whose
 * rules are all includes by numbers, which nearly every payer's are. Each rule hands out its own first ones
 * by index, so the cost does not grow with the invoices in scope. With any other rule it is not to be used.
 */
export function firstVisibleInvoicesSql({ order, limit, offset, onlyIf = 'true', ...query }: FirstQuery): string {
  const extra = query.columns ?? []
  const found = ['i.id as invoice_id', ...extra.map((name) => `i.${name}`)].join(', ')
  const keys = ['invoice_id', ...extra].map((name) => `s.${name}`).join(', ')
  const arms = ARMS.map(
    (arm) => `(select * from (
      select ${found} from invoices i where ${arm} and i.status <> 'void' and ${query.filter ?? 'true'}) s order by ${order} limit ${offset + limit})`,
  )
  return `select ${keys}, bool_or(r.ability is distinct from 'view') as can_pay, bool_or(r.detail is distinct from 'amounts') as full_detail
    from (${rulesSql(query)}) r cross join lateral (${arms.join('\n union all ')}) s
    where r.effect = 'include' and ${onlyIf} group by ${keys} order by ${order} limit ${limit} offset ${offset}`
}
