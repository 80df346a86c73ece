import { isDueAgain } from '../base/openInvoices.ts'
import type { PortalOptions } from '../options/types.ts'
import { amountDue } from '../payments/amountDue.ts'
import { type UnpayableReason, whyNotPayable } from '../payments/payability.ts'

type Matter = { matterNumber: string | null; matterDescription: string | null }

/** An invoice as its payer is shown it. Amounts in minor units, dates `YYYY-MM-DD`. */
export type PortalInvoice = {
  id: number
  number: string | null
  clientNumber: string | null
  clientName: string | null
  matterNumber: string | null
  matterDescription: string | null
  matters: Matter[]
  issuedOn: string | null
  dueOn: string | null
  currency: string
  total: number | null
  balance: number
  pending: number
  amountDue: number
  account: string | null
  status: string
  memo: string | null
  payable: boolean
  reason: UnpayableReason | null
}

/** What the statements below hand out. Every amount is a whole number that a double holds exactly. */
export type InvoiceRow = Omit<PortalInvoice, 'amountDue' | 'payable' | 'reason' | 'matters'> & {
  /** The number and the description of each of several matters. */
  matters: [matterNumber: string | null, matterDescription: string | null][] | null
  hold: string | null
  canPay: boolean
  fullDetail: boolean
}

const AMOUNTS: readonly string[] = ['total', 'balance', 'pending']

/** What an `InvoiceRow` is made of: expressions of `i`, the invoice, and of `s`, the row of the scope. */
const parts = (i: string) => ({
  id: `${i}.id`,
  number: `${i}.number`,
  clientNumber: `${i}.client_number`,
  clientName: `${i}.client_name`,
  matterNumber: `${i}.matter_number`,
  matterDescription: `${i}.matter_description`,
  matters: `case when ${i}.matter_number is null and ${i}.matter_description is null then array_to_json(array(select array[m.matter_number, m.matter_description] from invoices_matters m where m._parent_id = ${i}.id order by m._order)) end`,
  issuedOn: `${i}.issued_on`,
  dueOn: `${i}.due_on`,
  currency: `${i}.currency`,
  total: `${i}.total`,
  balance: `${i}.balance`,
  pending: `coalesce(${i}.pending, 0)`,
  account: `${i}.account`,
  status: `${i}.status::text`,
  memo: `${i}.memo`,
  hold: `${i}.hold`,
  canPay: 's.can_pay',
  fullDetail: 's.full_detail',
})

/** Columns of `i` (the invoice) and `s` (the scope's row) that make an `InvoiceRow`. */
export const INVOICE_COLUMNS = Object.entries(parts('i'))
  .map(([name, sql]) => `${sql}${AMOUNTS.includes(name) ? '::float8' : ''} as "${name}"`)
  .join(', ')

/**
 * The same as one array of texts, for `toInvoiceRow`. A page of arrays is one value, which costs the database and the
 * driver much less than its rows and columns do. `i` is the alias of the invoice.
 */
export const invoiceTextsSql = (i: string): string =>
  `array[${Object.values(parts(i))
    .map((sql) => `(${sql})::text`)
    .join(', ')}]`

/** The texts of one invoice, in the order of `parts`. */
export type InvoiceTexts = readonly [
  id: string,
  number: string | null,
  clientNumber: string | null,
  clientName: string | null,
  matterNumber: string | null,
  matterDescription: string | null,
  matters: string | null,
  issuedOn: string | null,
  dueOn: string | null,
  currency: string,
  total: string | null,
  balance: string,
  pending: string,
  account: string | null,
  status: string,
  memo: string | null,
  hold: string | null,
  canPay: 'true' | 'false',
  fullDetail: 'true' | 'false',
]

export const toInvoiceRow = (texts: InvoiceTexts): InvoiceRow => ({
  id: Number(texts[0]),
  number: texts[1],
  clientNumber: texts[2],
  clientName: texts[3],
  matterNumber: texts[4],
  matterDescription: texts[5],
  matters: texts[6] === null ? null : JSON.parse(texts[6]),
  issuedOn: texts[7],
  dueOn: texts[8],
  currency: texts[9],
  total: texts[10] === null ? null : Number(texts[10]),
  balance: Number(texts[11]),
  pending: Number(texts[12]),
  account: texts[13],
  status: texts[14],
  memo: texts[15],
  hold: texts[16],
  canPay: texts[17] === 'true',
  fullDetail: texts[18] === 'true',
})

function mattersOf({ matters, fullDetail }: InvoiceRow): Matter[] {
  if (!matters) return []
  return matters.map(([matterNumber, text]) => ({ matterNumber, matterDescription: fullDetail ? text : null }))
}

/** Adds what may be paid and why not, and leaves out the texts that an association for amounts only keeps back. */
export function toPortalInvoice(row: InvoiceRow, accounts: PortalOptions['accounts']): PortalInvoice {
  const reason = whyNotPayable(row, accounts)
  const isFull = row.fullDetail
  // Written out: a page of them is made for every request, and copying what is left of a row takes far longer.
  return {
    id: row.id,
    number: row.number,
    clientNumber: row.clientNumber,
    clientName: row.clientName,
    matterNumber: row.matterNumber,
    matterDescription: isFull ? row.matterDescription : null,
    matters: mattersOf(row),
    issuedOn: row.issuedOn,
    dueOn: row.dueOn,
    currency: row.currency,
    total: row.total,
    balance: row.balance,
    pending: row.pending,
    account: row.account,
    status: isDueAgain(row) ? 'open' : row.status,
    memo: isFull ? row.memo : null,
    amountDue: amountDue(row),
    payable: reason === null,
    reason,
  }
}
