import type { Endpoint } from 'payload'
import { PortalError } from '../../base/errors.ts'
import { listParkedRows, PARKED_STATES } from '../../connect/sync/listParkedRows.ts'
import { requireStaff } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { queryPage, queryText } from './readQuery.ts'

/** `GET /connect/parked?source=&state=&q=&limit=&page=` for staff. */
export const parkedRowsEndpoint: Endpoint = {
  path: '/connect/parked',
  method: 'get',
  handler: async (req) => {
    requireStaff(req)
    const given = queryText(req, 'state')
    const state = PARKED_STATES.find((each) => each === given) ?? null
    if (given && !state)
      throw new PortalError('bad_request', { message: `state must be one of ${PARKED_STATES.join(', ')}.` })
    const source = queryText(req, 'source')
    return json(
      await listParkedRows({ payload: req.payload, source, state, q: queryText(req, 'q'), ...queryPage(req) }),
    )
  },
}
