import type { Endpoint } from 'payload'
import { listSources } from '../../connect/sync/listSources.ts'
import { requireStaff } from '../request/callers.ts'
import { json } from '../request/json.ts'

/** `GET /connect/sources` for staff: `{ docs }`, how each billing source stands. */
export const sourcesEndpoint: Endpoint = {
  path: '/connect/sources',
  method: 'get',
  handler: async (req) => {
    requireStaff(req)
    return json({ docs: await listSources(req.payload) })
  },
}
