import type { Endpoint, PayloadRequest } from 'payload'
import {
  ATTENTION_AREAS,
  ATTENTION_KINDS,
  ATTENTION_STATES,
  type AttentionKind,
} from '../../attention/attentionKinds.ts'
import { listOwners } from '../../attention/attentionOwners.ts'
import { type AttentionFilter, countAttention, listAttention } from '../../attention/listAttention.ts'
import { PortalError } from '../../base/errors.ts'
import { queryPage, queryText } from '../connect/readQuery.ts'
import { requireStaff } from '../request/callers.ts'
import { json } from '../request/json.ts'

const STATES = ['unsettled', ...ATTENTION_STATES, 'all'] as const
const KINDS = Object.keys(ATTENTION_KINDS) as AttentionKind[]

function readState(req: PayloadRequest): AttentionFilter['state'] {
  const given = queryText(req, 'state') ?? 'unsettled'
  const state = STATES.find((one) => one === given)
  if (!state) throw new PortalError('bad_request', { message: `state must be one of ${STATES.join(', ')}.` })
  return state
}

/** A kind, or an area with all its kinds. */
function readKinds(req: PayloadRequest): AttentionFilter['kinds'] {
  const given = queryText(req, 'kind')
  if (given === null) return null
  const kinds = KINDS.filter((kind) => kind === given || ATTENTION_KINDS[kind].area === given)
  if (kinds.length === 0)
    throw new PortalError('bad_request', {
      message: `kind must be one of ${[...ATTENTION_AREAS, ...KINDS].join(', ')}.`,
    })
  return kinds
}

function readOwner(req: PayloadRequest, caller: string): AttentionFilter['owner'] {
  const given = queryText(req, 'owner')
  if (given === null) return null
  if (given === 'nobody') return 'nobody'
  return { id: given === 'me' ? caller : given }
}

/** `GET /attention?state=&kind=&owner=&limit=&page=` for staff: `owner` is a number, `me` or `nobody`. */
const list: Endpoint = {
  path: '/attention',
  method: 'get',
  handler: async (req) => {
    const caller = String(requireStaff(req).id)
    const filter = { state: readState(req), kinds: readKinds(req), owner: readOwner(req, caller) }
    return json(await listAttention({ payload: req.payload, ...filter, ...queryPage(req) }))
  },
}

/** `GET /attention/count` for staff: `{ count, mine }` of what is not settled. */
const count: Endpoint = {
  path: '/attention/count',
  method: 'get',
  handler: async (req) => json(await countAttention(req.payload, String(requireStaff(req).id))),
}

/** `GET /attention/owners` for staff: `{ docs: [{ id, name }] }`, to whom an item may be given. */
const owners: Endpoint = {
  path: '/attention/owners',
  method: 'get',
  handler: async (req) => {
    requireStaff(req)
    return json({ docs: await listOwners(req) })
  },
}

export const listAttentionEndpoints: Endpoint[] = [list, count, owners]
