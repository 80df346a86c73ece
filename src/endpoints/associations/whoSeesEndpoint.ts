import type { Endpoint, PayloadRequest } from 'payload'
import { readablePayers, readableRules } from '../../associations/readableDocs.ts'
import { whoSees } from '../../associations/whoSees.ts'
import { PortalError } from '../../base/errors.ts'
import { SLUGS } from '../../base/slugs.ts'
import { queryPage } from '../connect/readQuery.ts'
import { requireStaff, routeId } from '../request/callers.ts'
import { json } from '../request/json.ts'

/** The invoice, if the caller may read it. Throws `invoice_not_found`. */
async function requireInvoice(req: PayloadRequest): Promise<{ id: number; status: string }> {
  const id = routeId(req)
  const found =
    id === null
      ? null
      : await req.payload.findByID({
          collection: SLUGS.invoices,
          id,
          depth: 0,
          disableErrors: true,
          overrideAccess: false,
          user: req.user,
          req,
        })
  if (id === null || !found) throw new PortalError('invoice_not_found')
  return { id, status: String((found as { status?: unknown }).status) }
}

/**
 * `GET /api/invoices/:id/payers?limit=&page=` for staff: which payers see this invoice, by which associations, may they pay it,
 * and whom an exclusion keeps from it. Payers and associations that the caller may not read are counted, not shown.
 */
export const whoSeesEndpoint: Endpoint = {
  path: '/:id/payers',
  method: 'get',
  handler: async (req) => {
    requireStaff(req)
    const { limit, page } = queryPage(req)
    const { id, status } = await requireInvoice(req)
    const { sights, totalDocs } = await whoSees(req.payload, { invoice: id, limit, page })
    const payers = await readablePayers(
      req,
      sights.map(({ payer }) => payer),
    )
    const rules = await readableRules(
      req,
      sights.flatMap((sight) => sight.rules.map((rule) => rule.id)),
    )
    return json({
      status,
      docs: sights.map(({ payer, rules: all, ...sight }) => ({
        ...sight,
        payer: payers.get(payer) ?? null,
        rules: payers.has(payer) ? all.filter((rule) => rules.has(rule.id)) : [],
      })),
      totalDocs,
      page,
      totalPages: Math.max(1, Math.ceil(totalDocs / limit)),
    })
  },
}
