import type { Endpoint } from 'payload'
import { PortalError } from '../../base/errors.ts'
import { viewAsked } from '../../views/viewAsked.ts'

/** The same route, which changes nothing for a member of staff who looks at the portal as a payer: 403 `view_read_only`. */
export const readOnlyForViews = (endpoint: Endpoint): Endpoint =>
  endpoint.method === 'get'
    ? endpoint
    : {
        ...endpoint,
        handler: (req) => {
          if (viewAsked(req) !== null) throw new PortalError('view_read_only')
          return endpoint.handler(req)
        },
      }
