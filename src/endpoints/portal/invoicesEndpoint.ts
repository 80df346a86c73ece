import { PortalError } from '../../base/errors.ts'
import type { ReadRequest } from '../../base/ReadRequest.ts'
import { countInvoices } from '../../invoices/countInvoices.ts'
import { INVOICE_FILTERS, INVOICE_SORTS, type InvoiceQuery } from '../../invoices/invoiceQuery.ts'
import { readInvoicePage, readSessionPage } from '../../invoices/readInvoicePage.ts'
import { queryPage, queryText } from '../connect/readQuery.ts'
import { requirePayer } from '../request/callers.ts'
import { readEndpoint } from '../request/readEndpoint.ts'

function oneOf<Value extends string>(req: ReadRequest, name: string, values: readonly Value[]): Value {
  const text = queryText(req, name) ?? values[0]
  const value = values.find((known) => known === text)
  if (!value) throw new PortalError('bad_request', { message: `${name} is one of ${values.join(', ')}.` })
  return value
}

function askedOf(req: ReadRequest): { query: InvoiceQuery; isCounting: boolean } {
  const query = {
    filter: oneOf(req, 'status', INVOICE_FILTERS),
    sort: oneOf(req, 'sort', INVOICE_SORTS),
    q: queryText(req, 'q'),
    ...queryPage(req),
  }
  return { query, isCounting: oneOf(req, 'count', ['false', 'true']) === 'true' }
}

/** `GET /api/portal/invoices?status=open&q=&sort=dueOn&limit=&page=`; `count=true` adds `totalDocs`. */
export const invoicesEndpoint = readEndpoint({
  path: '/portal/invoices',
  read: async (req) => {
    const payer = requirePayer(req, 'view')
    const { query, isCounting } = askedOf(req)
    const args = { payload: req.payload, payer: payer.id, query }
    const page = await readInvoicePage(args)
    return isCounting ? { ...page, totalDocs: await countInvoices(args) } : page
  },
  readOfSession: async (req, session) => {
    const { query, isCounting } = askedOf(req)
    const { payload } = req
    const found = await readSessionPage({ payload, session, query })
    if (!found || !isCounting) return found && { who: found.who, body: found.page }
    const totalDocs = await countInvoices({ payload, payer: found.who.payer, query })
    return { who: found.who, body: { ...found.page, totalDocs } }
  },
})
