import type { Endpoint } from 'payload'
import { PortalError } from '../../base/errors.ts'
import { retryParkedRow } from '../../connect/sync/retryParkedRow.ts'
import { requireStaff, routeId } from '../request/callers.ts'
import { json } from '../request/json.ts'

/** `POST /connect/parked/:id/retry` for staff. */
export const retryParkedRowEndpoint: Endpoint = {
  path: '/connect/parked/:id/retry',
  method: 'post',
  handler: async (req) => {
    requireStaff(req, 'connect.sync')
    const row = routeId(req)
    if (row === null) throw new PortalError('parked_row_not_found')
    await retryParkedRow(req.payload, row, { req })
    return json({ row }, { status: 202 })
  },
}
