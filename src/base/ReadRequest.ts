import type { PayloadRequest } from 'payload'

/**
 * What a route that only reads may look at of a request, so that it can be answered without Payload's whole request
 * object too. Every `PayloadRequest` is one.
 */
export type ReadRequest = Pick<PayloadRequest, 'payload' | 'user' | 'context' | 'routeParams' | 'method'> & {
  headers: Pick<Headers, 'get' | 'has'>
  pathname?: string
  searchParams: URLSearchParams
}
