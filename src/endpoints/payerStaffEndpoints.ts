import type { Endpoint } from 'payload'
import { bulkInviteEndpoint } from './payerStaff/bulkInviteEndpoint.ts'
import { changeEmailEndpoints } from './payerStaff/changeEmailEndpoints.ts'
import { deleteLoginEndpoint } from './payerStaff/deleteLoginEndpoint.ts'
import { inviteEndpoint } from './payerStaff/inviteEndpoint.ts'
import { loginFactsEndpoint } from './payerStaff/loginFactsEndpoint.ts'
import { resetByStaffEndpoint } from './payerStaff/resetByStaffEndpoint.ts'
import { sessionEndpoints } from './payerStaff/sessionEndpoints.ts'
import { viewEndpoints } from './payerStaff/viewEndpoints.ts'
import { staffPeopleEndpoints } from './people/peopleEndpoints.ts'
import { previewEndpoints } from './preview/previewEndpoints.ts'
import { staffFactorEndpoints } from './secondFactor/staffFactorEndpoints.ts'

/** What staff do on a payer's page: invite, reset, delete the login, change the email, preview. */
export const payerStaffEndpoints: Endpoint[] = [
  inviteEndpoint,
  resetByStaffEndpoint,
  deleteLoginEndpoint,
  ...staffFactorEndpoints,
  ...sessionEndpoints,
  ...viewEndpoints,
  ...changeEmailEndpoints,
  loginFactsEndpoint,
  ...previewEndpoints,
  ...staffPeopleEndpoints,
  bulkInviteEndpoint,
]
