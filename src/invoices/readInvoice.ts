import type { Payload } from 'payload'
import { visibleAmongSql } from '../../access/scope/visibleAmong.ts'
import { poolOf } from '../base/database.ts'
import { dateIn } from '../base/dates.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { INVOICE_COLUMNS, type InvoiceRow, type PortalInvoice, toPortalInvoice } from './PortalInvoice.ts'

/** An invoice as its payer is shown it, and where its bill is; null when this payer may not read the firm's words. */
export type InvoiceWithBill = { invoice: PortalInvoice; bill: { source: string; externalId: string } | null }

const ONE = `select ${INVOICE_COLUMNS}, i.source, i.external_id as "externalId"
  from (${visibleAmongSql({ payer: '(select $1::int)', today: '$2', among: 'where i.id = $3::int' })}) s join invoices i on i.id = s.invoice_id`

/** One invoice in the payer's scope; null for any other, whether it exists or not. */
export async function readInvoice({
  payload,
  payer,
  id,
}: {
  payload: Payload
  payer: number
  id: number
}): Promise<InvoiceWithBill | null> {
  const { timeZone, accounts } = portalOptions(payload)
  const { rows } = await poolOf(payload).query<InvoiceRow & { source: string; externalId: string }>({
    name: 'invoice-one',
    text: ONE,
    values: [payer, dateIn(timeZone, new Date()), id],
  })
  const [row] = rows
  if (!row) return null
  const { source, externalId, ...invoice } = row
  const bill = row.fullDetail ? { source, externalId } : null
  return { invoice: toPortalInvoice(invoice, accounts), bill }
}
