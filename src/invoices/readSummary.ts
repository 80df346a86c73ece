import type { Payload } from 'payload'
import { type ScopeQuery, visibleInvoicesSql } from '../../access/scope/visibleInvoices.ts'
import { wideInvoicesSql } from '../../access/scope/wideInvoices.ts'
import { poolOf } from '../base/database.ts'
import { dateIn } from '../base/dates.ts'
import { isOpenSql } from '../base/openInvoices.ts'
import type { Totals } from '../base/totals.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { amountDueSql } from '../payments/amountDue.ts'
import { isWideScope, runWide } from './wideScope.ts'

/** Negative invoices, apart from the totals: `total` is below zero. */
export type CreditTotals = { currency: string; count: number; total: number }

export type ScopeSummary = {
  totals: Totals[]
  credits: CreditTotals[]
  /** The billing sources whose open invoices and credits are in view. */
  sources: string[]
}

type Row = {
  isCredit: boolean
  currency: string
  source: string
  count: number
  due: number
  balance: number
  overdueCount: number
  overdue: number
}

const DUE = amountDueSql('s')

type Given = Pick<ScopeQuery, 'drafts' | 'without'>

const summarySql = (
  visible: (query: ScopeQuery) => string,
  given: Given = {},
) => `select s.status = 'credit' as "isCredit", s.currency, s.source, count(*)::int as count, sum(${DUE})::float8 as due, sum(s.balance)::float8 as balance,
    (count(*) filter (where s.due_on < $2))::int as "overdueCount", coalesce(sum(${DUE}) filter (where s.due_on < $2), 0)::float8 as overdue
  from (${visible({
    payer: '(select $1::int)',
    today: '$2',
    filter: `(${isOpenSql('i')} or i.status = 'credit')`,
    columns: ['status', 'currency', 'source', 'balance', 'pending', 'total', 'due_on'],
    ...given,
  })}) s group by s.status = 'credit', s.currency, s.source order by s.currency, s.source`

const DRAFTS: Given = { drafts: '$3', without: '$4' }
const STATEMENTS = {
  summary: summarySql(visibleInvoicesSql),
  'summary-wide': summarySql(wideInvoicesSql),
  'summary-drafts': summarySql(visibleInvoicesSql, DRAFTS),
  'summary-drafts-wide': summarySql(wideInvoicesSql, DRAFTS),
} as const

function addOpen(totals: Map<string, Totals>, row: Row): void {
  const sum = totals.get(row.currency) ?? {
    currency: row.currency,
    openCount: 0,
    openTotal: 0,
    overdueCount: 0,
    overdueTotal: 0,
  }
  sum.openCount += row.count
  sum.openTotal += row.due
  sum.overdueCount += row.overdueCount
  sum.overdueTotal += row.overdue
  totals.set(row.currency, sum)
}

function addCredit(credits: Map<string, CreditTotals>, row: Row): void {
  const sum = credits.get(row.currency) ?? { currency: row.currency, count: 0, total: 0 }
  sum.count += row.count
  sum.total += row.balance
  credits.set(row.currency, sum)
}

/** Associations that are not stored, in the columns of their table. */
export type DraftRule = Record<
  | 'client_number'
  | 'client_name'
  | 'matter_number'
  | 'matter_description'
  | 'invoice_number'
  | 'source'
  | 'effect'
  | 'ability'
  | 'detail'
  | 'ends_on',
  string | null
>

type Args = {
  payload: Payload
  payer: number
  drafts?: readonly DraftRule[]
  /** Ids of stored associations that the drafts stand for; they are left out. */
  without?: readonly number[]
}

async function readRows({ payload, payer, drafts, without = [] }: Args): Promise<Row[]> {
  const today = dateIn(portalOptions(payload).timeZone, new Date())
  const given = drafts ? { drafts: JSON.stringify(drafts), without } : undefined
  const isWide = await isWideScope({ payload, payer, ...(given ? { given } : {}) })
  const name = `summary${given ? '-drafts' : ''}${isWide ? '-wide' : ''}` as keyof typeof STATEMENTS
  const values = [payer, today, ...(given ? [given.drafts, given.without] : [])]
  const statement = { name, text: STATEMENTS[name], values }
  return isWide ? runWide<Row>(payload, statement) : (await poolOf(payload).query<Row>(statement)).rows
}

/** What the payer sees today, or would see with `drafts` added. */
export async function readSummary(args: Args): Promise<ScopeSummary> {
  const rows = await readRows(args)
  const totals = new Map<string, Totals>()
  const credits = new Map<string, CreditTotals>()
  for (const row of rows) {
    if (row.isCredit) addCredit(credits, row)
    else addOpen(totals, row)
  }
  return {
    totals: [...totals.values()],
    credits: [...credits.values()],
    sources: [...new Set(rows.map(({ source }) => source))],
  }
}
