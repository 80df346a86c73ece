import type { Endpoint, PayloadRequest } from 'payload'
import { PortalError } from '../../base/errors.ts'
import { SEARCH_FIELDS, type SearchField } from '../../connect/BillingSource.ts'
import { searchConnect } from '../../connect/search/searchConnect.ts'
import { requireStaff } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { queryPage, queryText } from './readQuery.ts'

/** The columns that a search by this field shows, and so the filters that it takes. */
const COLUMNS: Readonly<Record<SearchField, readonly SearchField[]>> = {
  clientName: ['clientNumber', 'clientName'],
  clientNumber: ['clientNumber', 'clientName'],
  matterNumber: ['clientNumber', 'clientName', 'matterNumber', 'matterDescription'],
  matterDescription: ['clientNumber', 'clientName', 'matterNumber', 'matterDescription'],
  invoiceNumber: SEARCH_FIELDS,
}

function readBy(req: PayloadRequest): SearchField {
  const given = queryText(req, 'by')
  const by = SEARCH_FIELDS.find((field) => field === given)
  if (!by) throw new PortalError('bad_request', { message: `by must be one of ${SEARCH_FIELDS.join(', ')}.` })
  return by
}

function readFilters(req: PayloadRequest, by: SearchField): Partial<Record<SearchField, string>> {
  const filters: Partial<Record<SearchField, string>> = {}
  for (const field of SEARCH_FIELDS) {
    const text = queryText(req, field)
    if (text === null) continue
    if (!COLUMNS[by].includes(field))
      throw new PortalError('bad_request', { message: `A search by ${by} has no column ${field} to filter.` })
    filters[field] = text
  }
  return filters
}

/** `GET /connect/search?by=&q=&<filters>&source=&limit=&page=` for staff. */
export const searchEndpoint: Endpoint = {
  path: '/connect/search',
  method: 'get',
  handler: async (req) => {
    requireStaff(req)
    const by = readBy(req)
    const q = queryText(req, 'q')
    if (q === null) throw new PortalError('bad_request', { message: 'q must not be blank.' })
    const source = queryText(req, 'source')
    const filters = readFilters(req, by)
    return json(
      await searchConnect({ payload: req.payload, by, q, filters, ...(source ? { source } : {}), ...queryPage(req) }),
    )
  },
}
