import type { Endpoint, PayloadRequest } from 'payload'
import { PortalError } from '../../base/errors.ts'
import { refuseForeign } from '../../login/foreignOrigin.ts'
import { viewAsked } from '../../views/viewAsked.ts'

const JSON_ONLY = ['application/json']

/** A form of another site can send these without asking; a page of it cannot send JSON so. */
function refuseForms(req: PayloadRequest, types: readonly string[]): void {
  const type = req.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
  if (type !== undefined && !types.includes(type)) throw new PortalError('unsupported_media_type')
}

/**
 * The same route, safe from other sites and from views. Before it does anything it throws `view_read_only` to a
 * member of staff who looks at the portal as a payer, `origin_refused` when another site made the browser send the
 * request or a cookie comes without a word about where from, and `unsupported_media_type` for a body that is not of
 * `types`, which are `null` where the body is signed. A route that reads is left as it is.
 */
export const guardWrites = (endpoint: Endpoint, types: readonly string[] | null = JSON_ONLY): Endpoint =>
  endpoint.method === 'get'
    ? endpoint
    : {
        ...endpoint,
        handler: (req) => {
          if (viewAsked(req) !== null) throw new PortalError('view_read_only')
          refuseForeign(req)
          if (types) refuseForms(req, types)
          return endpoint.handler(req)
        },
      }
