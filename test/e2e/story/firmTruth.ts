import { decimalToMinor, formatMoney } from '../../../src/base/money.ts'
import type { Story } from './openStory.ts'

/** What the story's staff associate with the payer. */
export const RULES = {
  client: '1001',
  hostileClient: 'X-01',
  matter: { client: '1002', number: 'M-7000' },
  described: { client: 'AB1' },
  invoice: { client: '0012', number: 'OLD-1' },
} as const

export type Bill = {
  number: string
  currency: string
  due: number
  isOverdue: boolean
  account: string | null
  dueOn: string | null
}

/** The rules once more, as somebody with the firm's database would write them. A bill over several matters has no matter of its own. */
const OPEN_BILLS = `
select h.bill_no as number, lower(h.ccy) as currency, (h.bill_tot - coalesce(r.paid, 0))::text as due, h.acct_cd as account,
  to_char(h.due_dt, 'YYYY-MM-DD') as "dueOn",
  coalesce(h.due_dt < (now() at time zone 'America/New_York')::date, false) as "isOverdue"
from lpm.bill_hdr h join lpm.cli c using (cli_id)
left join (select bill_id, sum(ln_amt) as paid from lpm.rcpt_ln group by bill_id) r using (bill_id)
left join (select bill_id, min(mat_no) as only_matter from lpm.bill_ln join lpm.mat using (mat_id)
  group by bill_id having count(distinct mat_id) = 1) m using (bill_id)
where h.bill_sts = 'F' and h.bill_tot > coalesce(r.paid, 0) and (
  c.cli_no in ($1, $2) or (c.cli_no = $3 and m.only_matter = $4) or (c.cli_no = $5 and m.only_matter = $6)
  or (c.cli_no = $7 and h.bill_no = $8))
order by h.due_dt nulls last, h.bill_no`

/** A matter of the client that is associated by its description, with an open bill. */
export async function describedMatter(story: Story): Promise<{ number: string; description: string }> {
  const [matter] = await story.firm<{ number: string; description: string }>(
    `select m.mat_no as number, m.mat_desc as description from lpm.mat m join lpm.cli c using (cli_id)
     where c.cli_no = $1 and m.mat_desc is not null order by m.mat_no limit 1`,
    [RULES.described.client],
  )
  if (!matter) throw new Error('The sample firm has no such matter.')
  return matter
}

/** The open bills that the payer has to see, by SQL in the firm's own database. */
export async function firmBills(story: Story): Promise<Bill[]> {
  const { client, hostileClient, matter, described, invoice } = RULES
  const rows = await story.firm<Omit<Bill, 'due'> & { due: string }>(OPEN_BILLS, [
    client,
    hostileClient,
    matter.client,
    matter.number,
    described.client,
    (await describedMatter(story)).number,
    invoice.client,
    invoice.number,
  ])
  return rows.map((row) => ({ ...row, due: decimalToMinor(row.due, row.currency) }))
}

/** The totals of a currency, as a page prints them. */
export function totalsOf(bills: Bill[], currency: string) {
  const of = (chosen: Bill[]) =>
    formatMoney(
      chosen.reduce((sum, { due }) => sum + due, 0),
      currency,
    )
  const own = bills.filter((bill) => bill.currency === currency)
  const overdue = own.filter(({ isOverdue }) => isOverdue)
  return { open: of(own), openCount: own.length, overdue: of(overdue), overdueCount: overdue.length }
}

/** The receipt that the firm's database has for one of our references, in minor units of US dollars. */
export async function firmReceipt(story: Story, reference: string) {
  return await story.firm<{ amount: number; bill: string; line: number; method: string }>(
    `select (r.rcpt_amt * 100)::float8 as amount, h.bill_no as bill, (l.ln_amt * 100)::float8 as line, r.pay_meth as method
     from lpm.rcpt r join lpm.rcpt_ln l using (rcpt_id) join lpm.bill_hdr h using (bill_id)
     where r.ext_ref = $1 order by l.ln_no`,
    [reference],
  )
}
