import type { Endpoint } from 'payload'
import { PortalError } from '../../base/errors.ts'
import { removePosting } from '../../connect/posting/removePosting.ts'
import { requireStaff, routeId } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'
import { readRemoval } from './readRemoval.ts'

/** `POST /postings/:id/remove` `{ reason, released: 'already_entered' | 'wont_be_entered' }` for staff. */
export const removePostingEndpoint: Endpoint = {
  path: '/postings/:id/remove',
  method: 'post',
  handler: async (req) => {
    requireStaff(req, 'postings.manage')
    const posting = routeId(req)
    if (posting === null) throw new PortalError('posting_not_found')
    await removePosting(req.payload, { posting, ...readRemoval(await readJson(req)), req })
    return json({ posting, status: 'removed' })
  },
}
