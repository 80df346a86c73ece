import type { Endpoint } from 'payload'
import { PortalError } from '../../base/errors.ts'
import { normalText } from '../../base/text.ts'
import { RELEASES } from '../../connect/posting/postingStatuses.ts'
import { removePosting } from '../../connect/posting/removePosting.ts'
import { requireStaff, routeId } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'

const MAX_REASON = 500

function readReason(value: unknown): string {
  const reason = typeof value === 'string' && !value.includes('\0') ? normalText(value) : null
  if (!reason || reason.length > MAX_REASON)
    throw new PortalError('bad_request', { message: `reason must be a text of at most ${MAX_REASON} characters.` })
  return reason
}

/** `POST /postings/:id/remove` `{ reason, released: 'already_entered' | 'wont_be_entered' }` for staff. */
export const removePostingEndpoint: Endpoint = {
  path: '/postings/:id/remove',
  method: 'post',
  handler: async (req) => {
    requireStaff(req, 'postings.manage')
    const posting = routeId(req)
    if (posting === null) throw new PortalError('posting_not_found')
    const body = await readJson(req)
    const release = RELEASES.find((candidate) => candidate === body.released)
    if (!release) throw new PortalError('bad_request', { message: `released must be one of ${RELEASES.join(', ')}.` })
    await removePosting(req.payload, { posting, release, reason: readReason(body.reason), req })
    return json({ posting, status: 'removed' })
  },
}
