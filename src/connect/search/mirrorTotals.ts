import type { Payload } from 'payload'
import { poolOf } from '../../base/database.ts'
import { dateIn } from '../../base/dates.ts'
import { isOpenSql } from '../../base/openInvoices.ts'
import type { Totals } from '../../base/totals.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import { amountDueSql } from '../../payments/amountDue.ts'

/** What an association made of a search result would hold on to; null leaves a condition out. */
export type TotalsKey = {
  source: string
  clientNumber: string
  matterNumber: string | null
  invoiceNumber: string | null
}

type Raw = {
  at: number
  currency: string
  open_count: number
  open_total: number
  overdue_count: number
  overdue_total: number
}

/** Of open invoices. */
const DUE = amountDueSql('i')

const TOTALS = {
  name: 'connect-search-totals',
  text: `select k.at::int as at, i.currency, count(*)::int as open_count, sum(${DUE})::float8 as open_total,
      count(*) filter (where i.due_on < $5)::int as overdue_count, coalesce(sum(${DUE}) filter (where i.due_on < $5), 0)::float8 as overdue_total
    from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality as k(source, client, matter, invoice, at)
    join invoices i on i.source = k.source and i.client_number = k.client and ${isOpenSql('i')}
      and (k.matter is null or i.matter_number = k.matter) and (k.invoice is null or i.number = k.invoice)
    group by k.at, i.currency order by k.at, i.currency`,
}

/** Totals of the open invoices in the mirror for each key, in their order; amounts due in minor units. */
export async function mirrorTotals(payload: Payload, keys: TotalsKey[]): Promise<Totals[][]> {
  const totals: Totals[][] = keys.map(() => [])
  if (keys.length === 0) return totals
  const today = dateIn(portalOptions(payload).timeZone, new Date())
  const { rows } = await poolOf(payload).query<Raw>({
    ...TOTALS,
    values: [
      keys.map((key) => key.source),
      keys.map((key) => key.clientNumber),
      keys.map((key) => key.matterNumber),
      keys.map((key) => key.invoiceNumber),
      today,
    ],
  })
  for (const row of rows) {
    totals[row.at - 1]?.push({
      currency: row.currency,
      openCount: row.open_count,
      openTotal: row.open_total,
      overdueCount: row.overdue_count,
      overdueTotal: row.overdue_total,
    })
  }
  return totals
}
