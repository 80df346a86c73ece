import type { Endpoint } from 'payload'
import { PortalError } from '../../base/errors.ts'
import { proposeAllocations } from '../../payments/proposeAllocations.ts'
import { requirePayer } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'
import { parseAmount, parseCurrency, parseId } from './parsePayment.ts'

const MAX_INVOICES = 1000

function parseInvoices(value: unknown): number[] | null {
  if (value === undefined || value === null) return null
  if (!Array.isArray(value) || value.length > MAX_INVOICES)
    throw new PortalError('bad_request', { message: `invoices is a list of up to ${MAX_INVOICES} ids.` })
  return value.map((entry) => {
    const id = parseId(entry)
    if (id === null) throw new PortalError('invoice_not_found')
    return id
  })
}

function parseAccount(value: unknown): string | null {
  if (value === undefined || value === null) return null
  if (typeof value !== 'string')
    throw new PortalError('bad_request', { message: 'account is the key of a merchant account.' })
  return value
}

/** `POST /api/portal/allocate`: spreads one amount over the payer's invoices, oldest to newest; changes nothing. */
export const allocateEndpoint: Endpoint = {
  path: '/portal/allocate',
  method: 'post',
  async handler(req) {
    const payer = requirePayer(req, 'view')
    const body = await readJson(req)
    const amount = parseAmount(body.amount)
    const currency = parseCurrency(body.currency)
    return json(
      await proposeAllocations({
        payload: req.payload,
        payer: payer.id,
        amount,
        currency,
        account: parseAccount(body.account),
        invoices: parseInvoices(body.invoices),
      }),
    )
  },
}
