import type { Endpoint, PayloadRequest } from 'payload'
import { PortalError } from '../../base/errors.ts'
import { readPostingChoices, readPostingHistory } from '../../connect/posting/readPostingDetail.ts'
import { type PostingLine, reallocatePosting } from '../../connect/posting/reallocatePosting.ts'
import { requireStaff, routeId } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'

const MAX_LINES = 200

function postingId(req: PayloadRequest): number {
  const id = routeId(req)
  if (id === null) throw new PortalError('posting_not_found')
  return id
}

/** `GET /postings/:id/history` for staff: `{ docs: [{ at, status, message, by }], sent }`, the newest first. */
const historyEndpoint: Endpoint = {
  path: '/postings/:id/history',
  method: 'get',
  handler: async (req) => {
    requireStaff(req)
    return json(await readPostingHistory(req.payload, postingId(req)))
  },
}

/** `GET /postings/:id/invoices` for staff: open invoices that could take this payment instead. */
const choicesEndpoint: Endpoint = {
  path: '/postings/:id/invoices',
  method: 'get',
  handler: async (req) => {
    requireStaff(req, 'postings.manage')
    return json({ docs: await readPostingChoices(req.payload, postingId(req)) })
  },
}

function readLines(value: unknown): PostingLine[] {
  if (!Array.isArray(value) || value.length > MAX_LINES)
    throw new PortalError('bad_request', { message: `allocations must be a list of at most ${MAX_LINES}.` })
  return value.map((line) => {
    const { invoice, amount } = (line ?? {}) as Record<string, unknown>
    if (!Number.isSafeInteger(invoice) || Number(invoice) < 1 || Number(invoice) > 2_147_483_647)
      throw new PortalError('invoice_not_found')
    if (typeof amount !== 'number') throw new PortalError('amount_invalid')
    return { invoice: Number(invoice), amount }
  })
}

/** `POST /postings/:id/reallocate` `{ allocations: [{ invoice, amount }] }` for staff. */
const reallocateEndpoint: Endpoint = {
  path: '/postings/:id/reallocate',
  method: 'post',
  handler: async (req) => {
    requireStaff(req, 'postings.manage')
    const posting = postingId(req)
    const { allocations } = await readJson(req)
    await reallocatePosting(req.payload, { posting, lines: readLines(allocations) }, { req })
    return json({ posting, status: 'pending' })
  },
}

export const postingDetailEndpoints: Endpoint[] = [historyEndpoint, choicesEndpoint, reallocateEndpoint]
