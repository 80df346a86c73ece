import type { Endpoint } from 'payload'
import { PortalError } from '../../base/errors.ts'
import { listPostings } from '../../connect/posting/listPostings.ts'
import { POSTING_STATES } from '../../connect/posting/postingStatuses.ts'
import { requireStaff } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { queryPage, queryText } from './readQuery.ts'

/** `GET /postings?status=&limit=&page=` for staff. */
export const postingsEndpoint: Endpoint = {
  path: '/postings',
  method: 'get',
  handler: async (req) => {
    requireStaff(req)
    const given = queryText(req, 'status')
    const status = POSTING_STATES.find((state) => state === given) ?? null
    if (given && !status)
      throw new PortalError('bad_request', { message: `status must be one of ${POSTING_STATES.join(', ')}.` })
    return json(await listPostings({ payload: req.payload, status, ...queryPage(req) }))
  },
}
