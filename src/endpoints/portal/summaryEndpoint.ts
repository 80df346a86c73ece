import { asOf } from '../../connect/sync/asOf.ts'
import { readSummary } from '../../invoices/readSummary.ts'
import { requirePayer } from '../request/callers.ts'
import { readEndpoint } from '../request/readEndpoint.ts'

/** `GET /api/portal/summary`: what is open and overdue, credits apart, and how old the figures are. */
export const summaryEndpoint = readEndpoint({
  path: '/portal/summary',
  read: async (req) => {
    const payer = requirePayer(req, 'view')
    const { totals, credits, sources } = await readSummary({ payload: req.payload, payer: payer.id })
    return { totals, credits, asOf: await asOf(req.payload, sources.length > 0 ? sources : undefined) }
  },
})
