import type { Payload } from 'payload'
import { visibleAmongSql } from '../../access/scope/visibleAmong.ts'
import { type ScopeQuery, visibleInvoicesSql } from '../../access/scope/visibleInvoices.ts'
import { wideInvoicesSql } from '../../access/scope/wideInvoices.ts'
import { poolOf, type Queryable } from '../base/database.ts'
import { dateIn } from '../base/dates.ts'
import { readAmount } from '../base/money.ts'
import { isOpenSql } from '../base/openInvoices.ts'
import { isWideScope, runWide } from '../invoices/wideScope.ts'
import { portalOptions } from '../options/portalOptions.ts'
import type { PayableFacts } from './payability.ts'

/** An invoice as its payer may see it now. Amounts in minor units. */
export type ScopedInvoice = PayableFacts & {
  id: number
  number: string | null
  currency: string
  source: string
  clientNumber: string | null
  matterNumber: string | null
  issuedOn: string | null
  dueOn: string | null
}

type Row = {
  id: number
  number: string | null
  status: string
  balance: string
  pending: string | null
  total: string | null
  hold: string | null
  account: string | null
  can_pay: boolean
  currency: string
  source: string
  client_number: string | null
  matter_number: string | null
  issued_on: string | null
  due_on: string | null
}

const COLUMNS = `i.id, i.number, i.status::text, i.balance, i.pending, i.total, i.hold, i.account, s.can_pay, i.currency, i.source, i.client_number, i.matter_number, i.issued_on, i.due_on`
const of = (scope: string): string => `select ${COLUMNS} from (${scope}) s join invoices i on i.id = s.invoice_id`

/** Only these ids. */
const SOME = of(visibleAmongSql({ payer: '(select $1::int)', today: '$2', among: 'where i.id = any($3::int[])' }))
/** Everything that is open in one currency. */
const EVERY_OPEN: ScopeQuery = {
  payer: '(select $1::int)',
  today: '$2',
  filter: `${isOpenSql('i')} and i.currency = $3::text and i.balance > coalesce(i.pending, 0)`,
}
const OPEN = of(visibleInvoicesSql(EVERY_OPEN))
const WIDE = of(wideInvoicesSql(EVERY_OPEN))

function fromRow(row: Row): ScopedInvoice {
  return {
    id: row.id,
    number: row.number,
    status: row.status,
    balance: readAmount(row.balance),
    pending: readAmount(row.pending ?? 0),
    total: row.total === null ? null : readAmount(row.total),
    hold: row.hold,
    account: row.account,
    canPay: row.can_pay,
    currency: row.currency,
    source: row.source,
    clientNumber: row.client_number,
    matterNumber: row.matter_number,
    issuedOn: row.issued_on,
    dueOn: row.due_on,
  }
}

type Args = { tx: Queryable; payload: Payload; payer: number }

/** Those of `ids` that the payer sees today, by the one scope predicate. What is out of scope is not in the answer. */
export async function readScopedInvoices({
  tx,
  payload,
  payer,
  ids,
}: Args & { ids: number[] }): Promise<ScopedInvoice[]> {
  const today = dateIn(portalOptions(payload).timeZone, new Date())
  const { rows } = await tx.query<Row>({ name: 'payment-scope-some', text: SOME, values: [payer, today, ids] })
  return rows.map(fromRow)
}

/** Every invoice of this payer on which something in `currency` is due today. */
export async function readOpenInvoices({
  payload,
  payer,
  currency,
}: Omit<Args, 'tx'> & { currency: string }): Promise<ScopedInvoice[]> {
  const values = [payer, dateIn(portalOptions(payload).timeZone, new Date()), currency]
  const rows = (await isWideScope({ payload, payer }))
    ? await runWide<Row>(payload, { name: 'payment-scope-wide', text: WIDE, values })
    : (await poolOf(payload).query<Row>({ name: 'payment-scope-open', text: OPEN, values })).rows
  return rows.map(fromRow)
}
