import type { PayloadRequest } from 'payload'
import { PortalError } from '../base/errors.ts'
import type { ReadRequest } from '../base/ReadRequest.ts'

type Caller = Pick<ReadRequest, 'headers' | 'method' | 'payload'>

const READS = new Set([undefined, 'GET', 'HEAD'])

/**
 * Did another site make the browser send this? Judged by Origin where there is one, else by
 * Sec-Fetch-Site; a link that is followed (a GET navigation) is the person's own doing. A write with a
 * cookie that says neither is refused too: a browser always says one, a program uses a header to log in.
 */
export function isForeign({ headers, method, payload }: Caller): boolean {
  const { csrf, serverURL } = payload.config
  const origin = headers.get('origin')
  if (origin) return origin !== serverURL && !csrf.includes(origin)
  const site = headers.get('sec-fetch-site')
  if (site === null) return !READS.has(method) && headers.has('cookie') && !headers.has('authorization')
  if (site !== 'cross-site' && site !== 'same-site') return false
  return !(method === 'GET' && headers.get('sec-fetch-mode') === 'navigate')
}

/** Throws `origin_refused` when another site made the browser send this. */
export function refuseForeign(req: PayloadRequest): void {
  if (isForeign(req)) throw new PortalError('origin_refused')
}
