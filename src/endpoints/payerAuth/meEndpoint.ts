import type { Endpoint, PayloadRequest } from 'payload'
import { type PersonRole, payerOf } from '../../../access/rules/payerOf.ts'
import { poolOf } from '../../base/database.ts'
import { type ErrorCode, PortalError } from '../../base/errors.ts'
import { SLUGS } from '../../base/slugs.ts'
import { SESSION_PROBLEM } from '../../login/payerSession.ts'
import { payersConfig } from '../../login/payersConfig.ts'
import { json } from '../request/json.ts'
import { ownRecord } from './sessionAnswer.ts'

type Person = { id: number; email: string; name: string | null; role: PersonRole }
type Choice = { id: number; name: string }

const CHOICES = `select p.id, p.name from payer_portal_people m join payers p on p.id = m.payer_id where m.login_id = $1 order by p.id`
const PERSON = `select m.id, l.email, m.name, m.role from payer_portal_people m join payer_portal_logins l on l.id = m.login_id where m.id = $1`
const EXPIRY = `select floor(extract(epoch from expires_at))::int as exp from payer_portal_sessions where id = $1`

/** Unix seconds at which the session ends for good. */
export async function sessionExpiry(req: PayloadRequest, sessionId: number): Promise<number | null> {
  const { rows } = await poolOf(req.payload).query<{ exp: number }>({
    name: 'session-expiry',
    text: EXPIRY,
    values: [sessionId],
  })
  return rows[0]?.exp ?? null
}

async function describe(req: PayloadRequest): Promise<Record<string, unknown>> {
  const payer = payerOf(req)
  if (!payer) return { user: null }
  const view = payer.view && { id: payer.view.id, staffName: payer.view.staffName, expiresAt: payer.view.expiresAt }
  const { rows } = await poolOf(req.payload).query<Choice>({
    name: 'login-payers',
    text: CHOICES,
    values: [payer.loginId],
  })
  const person = await poolOf(req.payload).query<Person>({
    name: 'login-person',
    text: PERSON,
    values: [payer.personId],
  })
  return {
    user: await ownRecord(req, payer.id),
    collection: SLUGS.payers,
    strategy: payer.view ? 'payer-view' : 'payer-session',
    exp: payer.view ? Math.floor(payer.view.expiresAt.getTime() / 1000) : await sessionExpiry(req, payer.sessionId),
    payers: rows,
    role: payer.role,
    person: person.rows[0] ?? null,
    ...(view ? { view } : {}),
  }
}

/**
 * `GET /me`: Payload's `{ user, exp, collection }`, the `payers` that this login may switch to, and the
 * `person` who is logged in with the `role` that it has for this payer.
 */
export const meEndpoint: Endpoint = {
  path: '/me',
  method: 'get',
  handler: async (req) => {
    const problem = req.context[SESSION_PROBLEM] as ErrorCode | undefined
    if (problem === 'payer_not_found' || problem === 'overloaded') throw new PortalError(problem)
    const collection = payersConfig(req)
    let response: unknown = await describe(req)
    for (const hook of collection.hooks.afterMe ?? [])
      response = (await hook({ collection, context: req.context, req, response })) || response
    return json({ ...(response as Record<string, unknown>), message: 'Account' })
  },
}
