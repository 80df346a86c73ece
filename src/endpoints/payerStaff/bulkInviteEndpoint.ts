import type { Endpoint, PayloadRequest } from 'payload'
import { recordAudit } from '../../audit/recordAudit.ts'
import { poolOf, withTransaction } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { SLUGS } from '../../base/slugs.ts'
import { invitePerson } from '../../login/invitePerson.ts'
import { limitMails } from '../../login/limitMails.ts'
import { requireStaff } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readIds } from '../request/readIds.ts'
import { readJson } from '../request/readJson.ts'

const MAX_IDS = 100

/** What became of one payer of a bulk invite. */
export type InviteResult = {
  id: number
  result: 'invited' | 'has_login' | 'cooldown' | 'access_off' | 'no_email' | 'not_found' | 'limit' | 'failed'
  reason?: string
}

type State = { email: string | null; owner: number | null; login: number | null; archived: boolean }

const READ = `select p.email, p.archived_at is not null as archived, m.id as owner, m.login_id as login from payers p
 left join payer_portal_people m on m.payer_id = p.id and m.role = 'owner' where p.id = $1`

/** Through the same door as the toggle, so that the host's hooks and the audit log see it. */
async function switchOn(req: PayloadRequest, id: number): Promise<void> {
  await req.payload.update({
    collection: SLUGS.payers,
    id,
    data: { loginAccess: true },
    depth: 0,
    overrideAccess: false,
    user: req.user,
    req,
  })
}

const sendAgain = (req: PayloadRequest, { id, owner }: { id: number; owner: number }): Promise<void> =>
  withTransaction(req.payload, async (tx) => {
    await limitMails(tx, req)
    await invitePerson(tx, { payload: req.payload, person: owner, insideCooldown: 'refuse' })
    await recordAudit(tx, { req, action: 'invite', payer: id })
  })

const RESULTS: Readonly<Record<string, InviteResult['result']>> = {
  too_many_requests: 'cooldown',
  login_exists: 'has_login',
  login_access_off: 'access_off',
}

function toResult(id: number, error: unknown): InviteResult {
  const { code, data, message } = error as Partial<PortalError>
  const result = RESULTS[String(code)] ?? 'failed'
  const wait = (data as { retryAfter?: number } | undefined)?.retryAfter ?? 0
  if (result === 'cooldown' && wait >= 3600) return { id, result: 'limit', reason: 'Too many mails in this hour.' }
  return { id, result, ...(result === 'failed' && error instanceof PortalError ? { reason: String(message) } : {}) }
}

/** Why this payer is not invited at all. */
function refusalOf(state: State, mayTurnOn: boolean): Omit<InviteResult, 'id'> | null {
  if (!state.email) return { result: 'no_email' }
  if (state.archived) return { result: 'failed', reason: 'This payer is archived.' }
  if (state.login !== null) return { result: 'has_login' }
  return state.owner === null && !mayTurnOn ? { result: 'access_off' } : null
}

async function inviteOne(
  req: PayloadRequest,
  { id, mayTurnOn }: { id: number; mayTurnOn: boolean },
): Promise<InviteResult> {
  const { rows } = await poolOf(req.payload).query<State>({ name: 'bulk-invite-state', text: READ, values: [id] })
  const state = rows[0]
  if (!state) return { id, result: 'not_found' }
  const refusal = refusalOf(state, mayTurnOn)
  if (refusal) return { id, ...refusal }
  try {
    if (state.owner === null) await switchOn(req, id)
    else await sendAgain(req, { id, owner: state.owner })
    return { id, result: 'invited' }
  } catch (error) {
    if (!(error instanceof PortalError)) req.payload.logger.error({ err: error }, `Payer ${id} could not be invited`)
    return toResult(id, error)
  }
}

/**
 * `POST /invite { ids, switchOn? }`: invites up to 100 payers, each in a transaction of its own, with a result
 * for each. Where login access is off it is switched on only with `switchOn: true`.
 */
export const bulkInviteEndpoint: Endpoint = {
  path: '/invite',
  method: 'post',
  handler: async (req) => {
    requireStaff(req, 'login.manage')
    const { ids, switchOn: mayTurnOn } = await readJson(req)
    const results: InviteResult[] = []
    for (const id of readIds(ids, { name: 'ids', most: MAX_IDS }))
      results.push(await inviteOne(req, { id, mayTurnOn: mayTurnOn === true }))
    return json({ results })
  },
}
