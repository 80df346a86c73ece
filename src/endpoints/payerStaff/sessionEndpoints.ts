import type { Endpoint } from 'payload'
import { poolOf } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { endSessions, listSessions, unlockLogins } from '../../login/staffSessions.ts'
import { requireStaff, routeId } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { staffAction } from './staffAction.ts'

/** `GET /api/payers/:id/sessions`, `DELETE …/sessions` and `POST /api/payers/:id/unlock`. */
export const sessionEndpoints: Endpoint[] = [
  {
    path: '/:id/sessions',
    method: 'get',
    handler: async (req) => {
      requireStaff(req, 'login.manage')
      const payer = routeId(req)
      if (payer === null) throw new PortalError('payer_not_found')
      return json({ docs: await listSessions(poolOf(req.payload), payer) })
    },
  },
  staffAction({
    path: '/:id/sessions',
    method: 'delete',
    action: 'sessions_ended',
    facts: ({ ended }) => ({ count: ended }),
    work: async (tx, { payer }) => ({ ended: await endSessions(tx, payer) }),
  }),
  staffAction({
    path: '/:id/unlock',
    method: 'post',
    action: 'login_unlocked',
    work: async (tx, { payer }) => {
      await unlockLogins(tx, payer)
      return { message: 'Failed attempts are forgotten. The payer can log in again.' }
    },
  }),
]
