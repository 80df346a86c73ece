import type { Endpoint } from 'payload'
import { goneEndpoints } from './payerAuth/goneEndpoints.ts'
import { loginEndpoint } from './payerAuth/loginEndpoint.ts'
import { logoutEndpoint } from './payerAuth/logoutEndpoint.ts'
import { meEndpoint } from './payerAuth/meEndpoint.ts'
import { refreshEndpoint } from './payerAuth/refreshEndpoint.ts'

/** Payload's auth routes of the payers, answered by the login services. */
export const payerAuthEndpoints: Endpoint[] = [
  loginEndpoint,
  logoutEndpoint,
  meEndpoint,
  refreshEndpoint,
  ...goneEndpoints,
]
