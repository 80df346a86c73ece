import type { Endpoint } from 'payload'
import { listRuns } from '../../connect/sync/listRuns.ts'
import { requireStaff } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { queryId, queryPage } from './readQuery.ts'

/** `GET /connect/runs?run=&limit=&page=` for staff: every run, or the one with that id. */
export const runsEndpoint: Endpoint = {
  path: '/connect/runs',
  method: 'get',
  handler: async (req) => {
    requireStaff(req)
    return json(await listRuns({ payload: req.payload, run: queryId(req, 'run'), ...queryPage(req) }))
  },
}
