import type { Endpoint, PayloadRequest } from 'payload'
import { PortalError } from '../../base/errors.ts'
import { removePosting } from '../../connect/posting/removePosting.ts'
import { retryPosting } from '../../connect/posting/retryPosting.ts'
import { requireStaff } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'
import { readRemoval } from './readRemoval.ts'
import { readWhenClosed } from './readWhenClosed.ts'

const MAX = 100
const MAX_ID = 2_147_483_647

type Body = Record<string, unknown>
type Result = { id: number; result: 'done' | 'refused'; code?: string; message?: string }

function readIds(value: unknown): number[] {
  const isId = (id: unknown) => Number.isSafeInteger(id) && Number(id) > 0 && Number(id) <= MAX_ID
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX || !value.every(isId))
    throw new PortalError('bad_request', { message: `ids must be a list of 1 to ${MAX} postings.` })
  return [...new Set(value as number[])]
}

/** What is done to each posting; the body is checked before the first. */
function actionOf(req: PayloadRequest, body: Body): (posting: number) => Promise<void> {
  const { action } = body
  if (action === 'retry') {
    const whenClosed = readWhenClosed(body)
    return (posting) => retryPosting(req.payload, { posting, whenClosed }, { req })
  }
  if (action !== 'remove') throw new PortalError('bad_request', { message: 'action must be retry or remove.' })
  const removal = readRemoval(body)
  return (posting) => removePosting(req.payload, { posting, ...removal, req })
}

async function tryOne(id: number, act: (posting: number) => Promise<void>): Promise<Result> {
  try {
    await act(id)
    return { id, result: 'done' }
  } catch (error) {
    if (!(error instanceof PortalError)) throw error
    return { id, result: 'refused', code: error.code, message: error.message }
  }
}

/** `POST /postings/bulk` `{ action: 'retry' or 'remove', ids, whenClosed?, reason?, released? }` for staff: a result for each. */
export const bulkPostingsEndpoint: Endpoint = {
  path: '/postings/bulk',
  method: 'post',
  handler: async (req) => {
    requireStaff(req, 'postings.manage')
    const body = await readJson(req)
    const ids = readIds(body.ids)
    const act = actionOf(req, body)
    const results: Result[] = []
    for (const id of ids) results.push(await tryOne(id, act))
    return json({ results })
  },
}
