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
  matters: Matter[] | null
  hold: string | null
  canPay: boolean
  fullDetail: boolean
}

/** Columns of `i` (the invoice) and `s` (the scope's row) that make an `InvoiceRow`. */
export const INVOICE_COLUMNS = `i.id, i.number, i.client_number as "clientNumber", i.client_name as "clientName", i.matter_number as "matterNumber", i.matter_description as "matterDescription",
  case when i.matter_number is null and i.matter_description is null then (select json_agg(json_build_object('matterNumber', m.matter_number, 'matterDescription', m.matter_description) order by m._order) from invoices_matters m where m._parent_id = i.id) end as matters,
  i.issued_on as "issuedOn", i.due_on as "dueOn", i.currency, i.total::float8 as total, i.balance::float8 as balance, coalesce(i.pending, 0)::float8 as pending,
  i.account, i.status::text as status, i.memo, i.hold, s.can_pay as "canPay", s.full_detail as "fullDetail"`

const withoutText = (matters: Matter[]): Matter[] => matters.map((matter) => ({ ...matter, matterDescription: null }))

/** Adds what may be paid and why not, and leaves out the texts that an association for amounts only keeps back. */
export function toPortalInvoice(row: InvoiceRow, accounts: PortalOptions['accounts']): PortalInvoice {
  const matters = row.matters ?? []
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
    matters: isFull ? matters : withoutText(matters),
    issuedOn: row.issuedOn,
    dueOn: row.dueOn,
    currency: row.currency,
    total: row.total,
    balance: row.balance,
    pending: row.pending,
    account: row.account,
    status: row.status,
    memo: isFull ? row.memo : null,
    amountDue: amountDue(row),
    payable: reason === null,
    reason,
  }
}
