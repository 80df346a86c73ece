import type { Endpoint } from 'payload'
import { PortalError } from '../../base/errors.ts'
import { retryPosting } from '../../connect/posting/retryPosting.ts'
import { requireStaff, routeId } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'
import { readWhenClosed } from './readWhenClosed.ts'

/** `POST /postings/:id/retry` `{ whenClosed? }` for staff: posts one that waits, or tries one again. */
export const retryPostingEndpoint: Endpoint = {
  path: '/postings/:id/retry',
  method: 'post',
  handler: async (req) => {
    requireStaff(req, 'postings.manage')
    const posting = routeId(req)
    if (posting === null) throw new PortalError('posting_not_found')
    await retryPosting(req.payload, { posting, whenClosed: readWhenClosed(await readJson(req)) }, { req })
    return json({ posting }, { status: 202 })
  },
}
