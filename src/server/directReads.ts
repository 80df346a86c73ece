import type { IncomingMessage, ServerResponse } from 'node:http'
import { headersWithCors, type Payload, type PayloadRequest, type SanitizedConfig } from 'payload'
import type { ReadRequest } from '../base/ReadRequest.ts'
import type { Read } from '../endpoints/request/readEndpoint.ts'
import { payerOfSession } from '../login/payerSession.ts'
import { readRoutes } from './readRoutes.ts'

type Args = { config: SanitizedConfig; payload: Payload }
type Routes = Map<string, Read>

/** Answers true when it has answered; else nothing was sent, and the request is for Payload's door. */
type DirectReads = (message: IncomingMessage, res: ServerResponse) => Promise<boolean>

const ONE = /^(.+)\/([1-9]\d{0,9})$/

function routeOf(routes: Routes, pathname: string): { read: Read; routeParams: Record<string, string> } | null {
  const plain = routes.get(pathname)
  if (plain) return { read: plain, routeParams: {} }
  const [, parent, id] = ONE.exec(pathname) ?? []
  const one = parent && routes.get(`${parent}/:id`)
  return one && id ? { read: one, routeParams: { id } } : null
}

/** Node's headers as a handler reads Fetch's: by a name in any case, null for none. */
function headersOf({ headers }: IncomingMessage): ReadRequest['headers'] {
  const get = (name: string): string | null => {
    const value = headers[name.toLowerCase()]
    return value === undefined ? null : String(value)
  }
  return { get, has: (name) => get(name) !== null }
}

/** The headers of every answer of Payload's for this origin, as pairs. */
function originHeaders(payload: Payload, origin: string | null): [string, string][] {
  const headers = new Headers(origin === null ? {} : { origin })
  return [...headersWithCors({ headers: new Headers(), req: { payload, headers } as PayloadRequest })]
}

/** What the route is asked, when its caller is a logged-in payer; null for anybody else. */
async function askedByPayer(message: IncomingMessage, { config, payload, routes }: Args & { routes: Routes }) {
  const { pathname, searchParams } = new URL(config.serverURL + message.url)
  const route = routeOf(routes, pathname)
  if (!route) return null
  const headers = headersOf(message)
  const { read, routeParams } = route
  const req: ReadRequest = {
    ...{ payload, user: null, context: {}, method: 'GET', headers },
    ...{ pathname, searchParams, routeParams },
  }
  req.user = (await payerOfSession(req)) as unknown as ReadRequest['user']
  return req.user ? () => read(req) : null
}

function send(res: ServerResponse, headers: [string, string][], body: string): void {
  for (const [name, value] of headers) res.setHeader(name, value)
  res.setHeader('Content-Type', 'application/json')
  res.setHeader('Cache-Control', 'private, no-store')
  res.end(body)
}

/**
 * Answers what a logged-in payer reads all the time without Payload's request object and without Fetch's: by the same
 * check of the session and the same function as the route. It only ever answers 200. Whatever else there is to say, to
 * a request that is refused, to a view, of a failure, is left to Payload's door, which asks everything anew.
 */
export function directReads({ config, payload }: Args): DirectReads {
  const routes = readRoutes(payload)
  const usual = originHeaders(payload, null)
  return async (message, res) => {
    if (message.method !== 'GET') return false
    try {
      const read = await askedByPayer(message, { config, payload, routes })
      if (!read) return false
      const body = JSON.stringify(await read())
      const { origin } = message.headers
      send(res, origin === undefined ? usual : originHeaders(payload, origin), body)
      return true
    } catch {
      return false
    }
  }
}
