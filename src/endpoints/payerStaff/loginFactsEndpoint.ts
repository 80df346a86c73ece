import type { Endpoint } from 'payload'
import { poolOf } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { readLoginFacts } from '../../login/readLoginFacts.ts'
import { requireStaff, routeId } from '../request/callers.ts'
import { json } from '../request/json.ts'

/** `GET /:id/login`: what staff see beside the email: for whom else the login acts, a change of the email under way, a lock. */
export const loginFactsEndpoint: Endpoint = {
  path: '/:id/login',
  method: 'get',
  handler: async (req) => {
    requireStaff(req)
    const payer = routeId(req)
    const facts = payer === null ? null : await readLoginFacts(poolOf(req.payload), payer)
    if (!facts) throw new PortalError('payer_not_found')
    return json(facts)
  },
}
