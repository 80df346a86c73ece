import type { Endpoint, PayloadRequest } from 'payload'
import { PortalError } from '../../base/errors.ts'
import { renderInvoice } from '../../documents/renderInvoice.ts'
import type { PortalInvoice } from '../../invoices/PortalInvoice.ts'
import { readInvoice } from '../../invoices/readInvoice.ts'
import { readFirmLook } from '../../settings/readFirmLook.ts'
import { requirePayer, routeId } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { pdf } from '../request/pdf.ts'
import { recordDownload } from './recordDownload.ts'

/** An invoice out of scope, a void one and one that never was get the same answer. */
async function requireInvoice(req: PayloadRequest): Promise<PortalInvoice> {
  const payer = requirePayer(req, 'view')
  const id = routeId(req)
  const invoice = id === null ? null : await readInvoice({ payload: req.payload, payer: payer.id, id })
  if (!invoice) throw new PortalError('invoice_not_found')
  return invoice
}

/** `GET /api/portal/invoices/:id` and `…/:id/pdf` */
export const invoiceEndpoints: Endpoint[] = [
  { path: '/portal/invoices/:id', method: 'get', handler: async (req) => json(await requireInvoice(req)) },
  {
    path: '/portal/invoices/:id/pdf',
    method: 'get',
    handler: async (req) => {
      const invoice = await requireInvoice(req)
      await recordDownload(req, { invoice: invoice.id })
      return pdf(
        await renderInvoice({ invoice, firm: await readFirmLook(req.payload) }),
        `invoice-${invoice.number ?? invoice.id}`,
      )
    },
  },
]
