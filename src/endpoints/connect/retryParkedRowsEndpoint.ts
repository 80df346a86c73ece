import type { Endpoint } from 'payload'
import { PortalError } from '../../base/errors.ts'
import { retryParkedRows } from '../../connect/sync/retryParkedRows.ts'
import { requireStaff } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'

/** `POST /connect/parked/retry` `{ source }` for staff: all rows of a source that are set aside, by one whole read. */
export const retryParkedRowsEndpoint: Endpoint = {
  path: '/connect/parked/retry',
  method: 'post',
  handler: async (req) => {
    requireStaff(req, 'connect.sync')
    const { source } = await readJson(req)
    if (typeof source !== 'string')
      throw new PortalError('bad_request', { message: 'source must be the key of a source.' })
    return json({ rows: await retryParkedRows(req.payload, source, { req }) }, { status: 202 })
  },
}
