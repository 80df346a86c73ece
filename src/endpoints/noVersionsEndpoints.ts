import type { Endpoint } from 'payload'
import { PortalError } from '../base/errors.ts'

const gone: Endpoint['handler'] = () => {
  throw new PortalError('not_found')
}

/** Our collections keep no versions: their routes answer like any that does not exist, to everybody. */
export const noVersionsEndpoints: Endpoint[] = [
  { path: '/versions', method: 'get', handler: gone },
  { path: '/versions/:id', method: 'get', handler: gone },
  { path: '/versions/:id', method: 'post', handler: gone },
]
