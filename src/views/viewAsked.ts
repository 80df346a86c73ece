import type { ReadRequest } from '../base/ReadRequest.ts'

const HEADER = 'x-payer-view'
const PARAMETER = 'view'

/**
 * The view in which a request was made: the header, or for the link of a download the query string. Null
 * for any other request. Whoever names a view acts in that view or as nobody.
 */
export function viewAsked(req: Pick<ReadRequest, 'headers' | 'pathname' | 'searchParams'>): string | null {
  const linked = req.pathname?.endsWith('pdf') ? req.searchParams?.get(PARAMETER) : null
  return req.headers?.get(HEADER) ?? linked ?? null
}
