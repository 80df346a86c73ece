import type { Endpoint } from 'payload'
import { listRuns } from '../../connect/sync/listRuns.ts'
import { requireStaff } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { queryPage } from './readQuery.ts'

/** `GET /connect/runs?limit=&page=` for staff. */
export const runsEndpoint: Endpoint = {
  path: '/connect/runs',
  method: 'get',
  handler: async (req) => {
    requireStaff(req)
    return json(await listRuns({ payload: req.payload, ...queryPage(req) }))
  },
}
