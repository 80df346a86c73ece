import type { Endpoint } from 'payload'
import { SLUGS } from '../base/slugs.ts'
import { acceptInviteEndpoint } from './payerAuth/acceptInviteEndpoint.ts'
import { changeOwnEmailEndpoints } from './payerAuth/changeOwnEmailEndpoints.ts'
import { changePasswordEndpoint } from './payerAuth/changePasswordEndpoint.ts'
import { confirmEmailEndpoint } from './payerAuth/confirmEmailEndpoint.ts'
import { forgotPasswordEndpoint } from './payerAuth/forgotPasswordEndpoint.ts'
import { goneEndpoints } from './payerAuth/goneEndpoints.ts'
import { inspectLinkEndpoint } from './payerAuth/inspectLinkEndpoint.ts'
import { loginEndpoint } from './payerAuth/loginEndpoint.ts'
import { logoutEndpoint } from './payerAuth/logoutEndpoint.ts'
import { meEndpoint } from './payerAuth/meEndpoint.ts'
import { refreshEndpoint } from './payerAuth/refreshEndpoint.ts'
import { resetPasswordEndpoint } from './payerAuth/resetPasswordEndpoint.ts'
import { sessionEndpoints } from './payerAuth/sessionEndpoints.ts'
import { switchEndpoint } from './payerAuth/switchEndpoint.ts'
import { undoEmailEndpoint } from './payerAuth/undoEmailEndpoint.ts'
import { enrollEndpoints } from './secondFactor/enrollEndpoints.ts'
import { ownFactorEndpoints } from './secondFactor/ownFactorEndpoints.ts'
import { passEndpoint } from './secondFactor/passEndpoint.ts'
import { staffAccessEndpoints } from './staffAccessEndpoints.ts'

/** Payload's auth routes of the payers, answered by the login services. */
export const payerAuthEndpoints: Endpoint[] = [
  loginEndpoint,
  logoutEndpoint,
  meEndpoint,
  refreshEndpoint,
  forgotPasswordEndpoint,
  resetPasswordEndpoint,
  acceptInviteEndpoint,
  changePasswordEndpoint,
  confirmEmailEndpoint,
  inspectLinkEndpoint,
  ...changeOwnEmailEndpoints,
  undoEmailEndpoint,
  ...sessionEndpoints,
  switchEndpoint,
  passEndpoint,
  ...enrollEndpoints,
  ...ownFactorEndpoints,
  ...staffAccessEndpoints(SLUGS.payers),
  ...goneEndpoints,
]
