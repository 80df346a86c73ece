import type { Endpoint, Payload } from 'payload'
import { type Reads, readsOf } from '../endpoints/request/readEndpoint.ts'
import { payerSession } from '../login/payerSession.ts'

const isPlain = (segment: string): boolean => /^[\w.-]*$/.test(segment)
const isNamed = (segment: string): boolean => /^:\w+$/.test(segment)

/** Could both paths match one address? Said of two that might, in doubt. */
function mayBothMatch(one: string, other: string): boolean {
  const [these, those] = [one.toLowerCase().split('/'), other.toLowerCase().split('/')]
  for (const [at, segment] of these.entries()) {
    const against = those[at]
    if (!isPlain(segment) && !isNamed(segment)) return true
    if (against === undefined) return false
    if (isPlain(segment) && isPlain(against) && segment !== against) return false
  }
  return these.length === those.length
}

const isFirst = (endpoint: Endpoint, earlier: readonly Endpoint[]): boolean =>
  !earlier.some(({ method, path }) => method === 'get' && mayBothMatch(path, endpoint.path))

/**
 * The reads that Payload would answer by these very functions, by path, `/api/portal/invoices/:id` for one. A route that an
 * endpoint of the host may answer first is left out, and all are where somebody else may say who is asking.
 */
export function readRoutes(payload: Payload): Map<string, Reads> {
  const routes = new Map<string, Reads>()
  const { endpoints, routes: roots } = payload.config
  if (payload.authStrategies[0] !== payerSession || 'portal' in payload.collections) return routes
  for (const [at, endpoint] of endpoints.entries()) {
    const reads = readsOf(endpoint)
    if (reads && isFirst(endpoint, endpoints.slice(0, at))) routes.set(roots.api + endpoint.path, reads)
  }
  return routes
}
