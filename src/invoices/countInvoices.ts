import type { Payload } from 'payload'
import { type ScopeQuery, visibleInvoicesSql } from '../../access/scope/visibleInvoices.ts'
import { wideInvoicesSql } from '../../access/scope/wideInvoices.ts'
import { poolOf } from '../base/database.ts'
import { dateIn } from '../base/dates.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { type InvoiceQuery, matchesSql, scopeOf } from './invoiceQuery.ts'
import { isWideScope, runWide } from './wideScope.ts'

type Args = { payload: Payload; payer: number; query: Pick<InvoiceQuery, 'filter' | 'q'> }

// In a subquery, so that the planner plans every call alike.
const PAYER = '(select $1::int)'

const countSql = (query: Args['query'], visible: (scope: ScopeQuery) => string): string =>
  `select count(*)::int as count from (${visible(scopeOf(query, PAYER))}) s ${query.q === null ? '' : `where ${matchesSql('$3')}`}`

/** How many invoices a query has on all its pages, exactly. */
export async function countInvoices({ payload, payer, query }: Args): Promise<number> {
  const { filter, q } = query
  const name = `${filter}${q === null ? '' : '-q'}`
  const values = [payer, dateIn(portalOptions(payload).timeZone, new Date()), ...(q === null ? [] : [q])]
  type Row = { count: number }
  const rows = (await isWideScope({ payload, payer }))
    ? await runWide<Row>(payload, { name: `wide-count-${name}`, text: countSql(query, wideInvoicesSql), values })
    : (
        await poolOf(payload).query<Row>({
          name: `invoices-count-${name}`,
          text: countSql(query, visibleInvoicesSql),
          values,
        })
      ).rows
  return rows[0]?.count ?? 0
}
