import type { Payload } from 'payload'
import { poolOf } from '../../src/base/database.ts'

export type InvoiceRow = {
  number: string | null
  status: 'open' | 'paid' | 'void' | 'credit'
  clientNumber: string | null
  clientName: string | null
  matterNumber: string | null
  matterDescription: string | null
  issuedOn: string | null
  dueOn: string | null
  currency: string
  total: number
  balance: number
  pending: number
  account: string | null
  hold: string | null
  memo: string | null
  source: string
  externalId: string
  /** Only for an invoice over several matters. */
  matters: { matterNumber: string | null; matterDescription: string | null }[]
}

let counter = 0

function withDefaults(given: Partial<InvoiceRow>): InvoiceRow {
  counter += 1
  const balance = given.balance ?? 10_000
  const isSeveral = (given.matters?.length ?? 0) > 1
  return {
    number: `INV-${counter}`,
    clientNumber: 'C-1',
    clientName: 'Client One',
    matterNumber: isSeveral ? null : 'M-1',
    matterDescription: isSeveral ? null : 'Matter One',
    issuedOn: '2026-01-15',
    dueOn: '2026-02-15',
    currency: 'usd',
    total: Math.abs(balance),
    balance,
    pending: 0,
    account: 'operating-ny',
    hold: null,
    memo: null,
    source: 'firm',
    externalId: `ext-${counter}`,
    matters: [],
    status: balance > 0 ? 'open' : balance < 0 ? 'credit' : 'paid',
    ...given,
  }
}

const INSERT = `insert into invoices (number, status, client_number, client_name, matter_number, matter_description, issued_on, due_on, currency, total, balance, pending, account, hold, memo, source, external_id)
  values ($1, $2::enum_invoices_status, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) returning id`

/** A row as the sync would write it. Amounts are minor units; the status follows the balance unless given. */
export async function createInvoice(
  payload: Payload,
  given: Partial<InvoiceRow> = {},
): Promise<InvoiceRow & { id: number }> {
  const row = withDefaults(given)
  const { rows } = await poolOf(payload).query<{ id: number }>(INSERT, [
    row.number,
    row.status,
    row.clientNumber,
    row.clientName,
    row.matterNumber,
    row.matterDescription,
    row.issuedOn,
    row.dueOn,
    row.currency,
    row.total,
    row.balance,
    row.pending,
    row.account,
    row.hold,
    row.memo,
    row.source,
    row.externalId,
  ])
  const id = rows[0]?.id ?? 0
  for (const [at, matter] of row.matters.entries()) {
    await poolOf(payload).query(
      'insert into invoices_matters (_order, _parent_id, id, matter_number, matter_description) values ($1, $2, $3, $4, $5)',
      [at + 1, id, `m-${id}-${at}`, matter.matterNumber, matter.matterDescription],
    )
  }
  return { ...row, id }
}
