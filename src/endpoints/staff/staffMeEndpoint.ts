import type { Endpoint } from 'payload'
import { mayAsStaff } from '../../../access/rules/staffMay.ts'
import { STAFF_ACTIONS } from '../../options/staffActions.ts'
import { requireStaff } from '../request/callers.ts'
import { json } from '../request/json.ts'

/** `GET /api/portal/staff/me`: what the calling member of staff may do, for the admin panel's buttons. Every route asks again. */
export const staffMeEndpoint: Endpoint = {
  path: '/portal/staff/me',
  method: 'get',
  handler: (req) => {
    requireStaff(req)
    return json({ may: STAFF_ACTIONS.filter((action) => mayAsStaff(req, action)) })
  },
}
