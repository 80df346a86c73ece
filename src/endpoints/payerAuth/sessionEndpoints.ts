import type { Endpoint } from 'payload'
import { poolOf } from '../../base/database.ts'
import { endedCookie } from '../../login/sessionCookie.ts'
import { endSessions } from '../../login/sessions/endSessions.ts'
import { listSessions } from '../../login/sessions/listSessions.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import { requirePayer, routeId } from '../request/callers.ts'
import { json } from '../request/json.ts'

/** `GET /sessions`: where the caller's own login is logged in. */
const list: Endpoint = {
  path: '/sessions',
  method: 'get',
  handler: async (req) => {
    const payer = requirePayer(req, 'view')
    const idle = portalOptions(req.payload).times.sessionIdle
    return json({ docs: await listSessions(poolOf(req.payload), { payer, idle }) })
  },
}

/** `DELETE /sessions/:id`: ends one of them. */
const endOne: Endpoint = {
  path: '/sessions/:id',
  method: 'delete',
  handler: async (req) => {
    const payer = requirePayer(req, 'view')
    const session = routeId(req)
    await endSessions(req, { payer, session })
    const headers: Record<string, string> = session === payer.sessionId ? { 'Set-Cookie': endedCookie() } : {}
    return json({ message: 'The session was ended.' }, { headers })
  },
}

/** `DELETE /sessions`: ends all but this one. */
const endOthers: Endpoint = {
  path: '/sessions',
  method: 'delete',
  handler: async (req) => {
    await endSessions(req, { payer: requirePayer(req, 'view'), session: 'others' })
    return json({ message: 'All other sessions were ended.' })
  },
}

export const sessionEndpoints: Endpoint[] = [list, endOne, endOthers]
