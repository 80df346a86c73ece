import type { Endpoint } from 'payload'
import { withTransaction } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { beginView } from '../../views/beginView.ts'
import { endViews } from '../../views/endViews.ts'
import { endedViewCookie, viewCookie } from '../../views/viewCookie.ts'
import { requireStaff, routeId } from '../request/callers.ts'
import { json } from '../request/json.ts'

/** `POST /api/payers/:id/view` opens the portal as this payer sees it, read only; `DELETE` ends it. */
export const viewEndpoints: Endpoint[] = [
  {
    path: '/:id/view',
    method: 'post',
    handler: async (req) => {
      requireStaff(req, 'payers.viewAs')
      const payer = routeId(req)
      if (payer === null) throw new PortalError('payer_not_found')
      const { id, token, expiresAt } = await beginView(req, payer)
      const body = { view: id, path: `/portal?view=${id}`, expiresAt: expiresAt.toISOString() }
      return json(body, { status: 201, headers: { 'Set-Cookie': viewCookie(token, expiresAt) } })
    },
  },
  {
    path: '/:id/view',
    method: 'delete',
    handler: async (req) => {
      // Whoever has lost the right may still end what was begun.
      requireStaff(req)
      const payer = routeId(req)
      if (payer !== null) await withTransaction(req.payload, (tx) => endViews(tx, { req, payer }))
      return json({ message: 'The view has ended.' }, { headers: { 'Set-Cookie': endedViewCookie() } })
    },
  },
]
