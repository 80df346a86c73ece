import type { Payload } from 'payload'
import { visibleInvoicesSql } from '../../access/scope/visibleInvoices.ts'
import { poolOf } from '../base/database.ts'
import { dateIn } from '../base/dates.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { INVOICE_COLUMNS, type InvoiceRow, type PortalInvoice, toPortalInvoice } from './PortalInvoice.ts'

const ONE = `select ${INVOICE_COLUMNS} from (${visibleInvoicesSql({ payer: '$1', today: '$2', filter: 'i.id = $3::int' })}) s join invoices i on i.id = s.invoice_id`

/** One invoice in the payer's scope; null for any other, whether it exists or not. */
export async function readInvoice({
  payload,
  payer,
  id,
}: {
  payload: Payload
  payer: number
  id: number
}): Promise<PortalInvoice | null> {
  const { timeZone, accounts } = portalOptions(payload)
  const { rows } = await poolOf(payload).query<InvoiceRow>({
    name: 'invoice-one',
    text: ONE,
    values: [payer, dateIn(timeZone, new Date()), id],
  })
  return rows[0] ? toPortalInvoice(rows[0], accounts) : null
}
