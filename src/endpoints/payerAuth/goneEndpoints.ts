import type { Endpoint } from 'payload'
import { PortalError } from '../../base/errors.ts'

const gone: Endpoint['handler'] = () => {
  throw new PortalError('not_found')
}

/** Routes that auth collections have and payers do not: nobody registers, unlocks or verifies a login from outside. */
export const goneEndpoints: Endpoint[] = (
  [
    ['/first-register', 'post'],
    ['/unlock', 'post'],
    ['/verify/:id', 'post'],
    ['/init', 'get'],
    ['/versions', 'get'],
    ['/versions/:id', 'get'],
    ['/versions/:id', 'post'],
    ['/access/:id', 'get'],
    ['/access', 'get'],
    ['/:id/duplicate', 'post'],
  ] as const
).map(([path, method]) => ({ path, method, handler: gone }))
