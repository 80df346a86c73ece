import type { Endpoint, PayloadRequest } from 'payload'
import { mayAsStaff } from '../../../access/rules/staffMay.ts'
import { ATTENTION_STATES } from '../../attention/attentionKinds.ts'
import { findOwner, ownerOf } from '../../attention/attentionOwners.ts'
import { type AttentionChange, changeAttention } from '../../attention/changeAttention.ts'
import { PortalError } from '../../base/errors.ts'
import { normalText } from '../../base/text.ts'
import { requireStaff, routeId } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'

const MAX_NOTE = 2000
const FIELDS = ['owner', 'state', 'note']

function readState(value: unknown): Pick<AttentionChange, 'state'> {
  if (value === undefined) return {}
  const state = ATTENTION_STATES.find((one) => one === value)
  if (!state) throw new PortalError('bad_request', { message: `state must be one of ${ATTENTION_STATES.join(', ')}.` })
  return { state }
}

function readNote(value: unknown): Pick<AttentionChange, 'note'> {
  if (value === undefined) return {}
  const note = value === null ? null : typeof value === 'string' ? normalText(value) : undefined
  if (note === undefined || (note?.length ?? 0) > MAX_NOTE)
    throw new PortalError('bad_request', { message: `note must be a text of at most ${MAX_NOTE} characters, or null.` })
  return { note: note || null }
}

async function readOwner(req: PayloadRequest, value: unknown): Promise<Pick<AttentionChange, 'owner'>> {
  if (value === undefined) return {}
  if (value === null) return { owner: null }
  if (value === 'me' && req.user) return { owner: ownerOf(req.user) }
  if (typeof value !== 'string' && typeof value !== 'number')
    throw new PortalError('bad_request', { message: 'owner must be the number of a member of staff, me or null.' })
  return { owner: await findOwner(req, String(value).slice(0, 100)) }
}

async function readChange(req: PayloadRequest): Promise<AttentionChange> {
  const body = await readJson(req)
  if (!FIELDS.some((field) => field in body))
    throw new PortalError('bad_request', { message: `Give one of ${FIELDS.join(', ')}.` })
  return { ...readState(body.state), ...readNote(body.note), ...(await readOwner(req, body.owner)) }
}

/** `PATCH /attention/:id` `{ owner?, state?, note? }`: `owner` is a number, `me` or null. */
export const changeAttentionEndpoint: Endpoint = {
  path: '/attention/:id',
  method: 'patch',
  handler: async (req) => {
    requireStaff(req, 'attention.settle')
    const id = routeId(req)
    if (id === null || !req.user) throw new PortalError('attention_not_found')
    const change = await readChange(req)
    const may = (area: 'money' | 'systems') => area === 'money' || mayAsStaff(req, 'attention.systems')
    await changeAttention(req, { id, change, caller: ownerOf(req.user), may })
    return json({ id })
  },
}
