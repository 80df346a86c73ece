import type { ScopeQuery } from '../../access/scope/visibleInvoices.ts'
import { isDueAgainSql, isOpenSql } from '../base/openInvoices.ts'
import { amountDueSql } from '../payments/amountDue.ts'

export const FILTERS = {
  open: isOpenSql('i'),
  overdue: `${isOpenSql('i')} and i.due_on < $2`,
  paid: `i.status = 'paid' and not coalesce(${isDueAgainSql('i')}, false)`,
  credit: `i.status = 'credit'`,
  all: 'true',
} as const
export type InvoiceFilter = keyof typeof FILTERS
export const INVOICE_FILTERS = Object.keys(FILTERS) as InvoiceFilter[]

const DUE = `(case when s.status in ('open', 'paid') then ${amountDueSql('s')} else 0 end)`

/** What a list may be sorted by, each to its last tie: a page never repeats or leaves out a row. */
export const SORTS = {
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

export const SORTED_BY = ['due_on', 'issued_on', 'number', 'balance', 'pending', 'total', 'status'] as const

const WORDS = ['client_number', 'client_name', 'matter_number', 'matter_description'] as const

/** The words of an invoice that this payer may read contain what `q` holds: the matter's text only where the rule shows it. */
export const matchesSql = (q: string): string =>
  `position(lower(${q}::text) in lower(concat_ws(' ', s.number, s.client_number, s.client_name, s.matter_number, case when s.full_detail then s.matter_description end))) > 0`

export type InvoiceQuery = { filter: InvoiceFilter; sort: InvoiceSort; q: string | null; limit: number; page: number }

/** What is asked of a scope for such a query: `payer` is an expression, `$2` today. */
export const scopeOf = ({ filter, q }: Pick<InvoiceQuery, 'filter' | 'q'>, payer: string): ScopeQuery => ({
  payer,
  today: '$2',
  filter: FILTERS[filter],
  columns: q === null ? SORTED_BY : [...SORTED_BY, ...WORDS],
})
