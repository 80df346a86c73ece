import type { Endpoint, PayloadRequest } from 'payload'
import { PortalError } from '../../base/errors.ts'
import type { ReadRequest } from '../../base/ReadRequest.ts'
import { readBill } from '../../connect/documents/readBill.ts'
import { renderInvoice } from '../../documents/renderInvoice.ts'
import { type InvoiceWithBill, readInvoice } from '../../invoices/readInvoice.ts'
import { readFirmLook } from '../../settings/readFirmLook.ts'
import { requirePayer, routeId } from '../request/callers.ts'
import { pdf } from '../request/pdf.ts'
import { readEndpoint } from '../request/readEndpoint.ts'
import { recordDownload } from './recordDownload.ts'

/** An invoice out of scope, a void one and one that never was get the same answer. */
async function requireInvoice(req: ReadRequest): Promise<InvoiceWithBill> {
  const payer = requirePayer(req, 'view')
  const id = routeId(req)
  const found = id === null ? null : await readInvoice({ payload: req.payload, payer: payer.id, id })
  if (!found) throw new PortalError('invoice_not_found')
  return found
}

/** The firm's own bill; a summary of ours when there is none, or it cannot be had, or this payer may see amounts only. */
async function sendDocument(req: PayloadRequest): Promise<Response> {
  const { payload } = req
  const { invoice, bill } = await requireInvoice(req)
  await recordDownload(req, { invoice: invoice.id })
  const name = invoice.number ?? String(invoice.id)
  const own = bill && (await readBill({ payload, ...bill }))
  if (own) return pdf(own, `invoice-${name}`)
  return pdf(await renderInvoice({ invoice, firm: await readFirmLook(payload) }), `invoice-summary-${name}`)
}

/** `GET /api/portal/invoices/:id` and `…/:id/pdf` */
export const invoiceEndpoints: Endpoint[] = [
  readEndpoint({ path: '/portal/invoices/:id', read: async (req) => (await requireInvoice(req)).invoice }),
  { path: '/portal/invoices/:id/pdf', method: 'get', handler: sendDocument },
]
