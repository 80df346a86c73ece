import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { headersWithCors, type Payload, type PayloadRequest, type SanitizedConfig } from 'payload'
import { roleMay } from '../../access/rules/personMay.ts'
import type { ReadRequest } from '../base/ReadRequest.ts'
import type { Reads } from '../endpoints/request/readEndpoint.ts'
import { noteSeen } from '../login/askedSession.ts'
import { askedSession, payerOfSession } from '../login/payerSession.ts'
import { API_POLICY } from './contentSecurityPolicy.ts'
import { readRoutes } from './readRoutes.ts'
import { plainHeaderPairs } from './securityHeaders.ts'

type Args = { config: SanitizedConfig; payload: Payload; isClosing: () => boolean }
type Routes = Map<string, Reads>
type Route = { reads: Reads; routeParams: Record<string, string> }

/** Answers true when it has answered; else nothing was sent, and the request is for Payload's door. */
type DirectReads = (message: IncomingMessage, res: ServerResponse) => Promise<boolean>

const ONE = /^(.+)\/([1-9]\d{0,9})$/

function routeOf(routes: Routes, pathname: string): Route | null {
  const plain = routes.get(pathname)
  if (plain) return { reads: plain, routeParams: {} }
  const [, parent, id] = ONE.exec(pathname) ?? []
  const one = parent && routes.get(`${parent}/:id`)
  return one && id ? { reads: one, routeParams: { id } } : null
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

/** The headers of every answer of this door: what the app in front of Payload writes too, and what Payload and `json` do. */
function answerHeaders({ config, payload }: Args): (origin: string | undefined) => string[] {
  const usual = [
    ...plainHeaderPairs({ isSecure: config.serverURL.startsWith('https:') }),
    ['Content-Security-Policy', API_POLICY],
    ['Content-Type', 'application/json'],
    ['Cache-Control', 'private, no-store'],
  ].flat()
  const plain = [...usual, ...originHeaders(payload, null).flat()]
  return (origin) => (origin === undefined ? plain : [...usual, ...originHeaders(payload, origin).flat()])
}

/** The body for a request whose session the statement checks that reads it; null for nobody. */
async function bodyOfSession(req: ReadRequest, readOfSession: NonNullable<Reads['readOfSession']>): Promise<unknown> {
  const session = askedSession(req)
  const found = session && (await readOfSession(req, session))
  if (!found || !roleMay(found.who.role, 'view')) return null
  await noteSeen(req.payload, found.who)
  return found.body
}

/** What a logged-in payer is answered; null for anybody else, and where there is no such route. */
async function bodyFor(message: IncomingMessage, { config, payload, routes }: Args & { routes: Routes }) {
  const { method, url = '' } = message
  if (method !== 'GET' || !url.startsWith(config.routes.api)) return null
  const { pathname, searchParams } = new URL(config.serverURL + url)
  const route = routeOf(routes, pathname)
  if (!route) return null
  const headers = headersOf(message)
  const { reads, routeParams } = route
  const req: ReadRequest = {
    ...{ payload, user: null, context: {}, method: 'GET', headers },
    ...{ pathname, searchParams, routeParams },
  }
  if (reads.readOfSession) return await bodyOfSession(req, reads.readOfSession)
  req.user = (await payerOfSession(req)) as unknown as ReadRequest['user']
  return req.user ? await reads.read(req) : null
}

function send(res: ServerResponse, body: string, headers: string[]): void {
  res.writeHead(200, [...headers, 'Content-Length', String(Buffer.byteLength(body))])
  res.end(body)
}

/**
 * Answers what a logged-in payer reads all the time without Express, Payload's request object and Fetch's: by the same
 * check of the session and the same function as the route. It only ever answers 200. Whatever else there is to say, to
 * a request that is refused, to a view, of a failure, is left to Payload's door, which asks everything anew.
 */
export function directReads(args: Args): DirectReads {
  const { payload, isClosing } = args
  const routes = readRoutes(payload)
  const headersFor = answerHeaders(args)
  return async (message, res) => {
    try {
      const body = await bodyFor(message, { ...args, routes })
      if (body === null) return false
      const headers = headersFor(message.headers.origin)
      send(res, JSON.stringify(body), isClosing() ? [...headers, 'Connection', 'close'] : headers)
      return true
    } catch {
      return res.headersSent
    }
  }
}

/** The app, asked only for what this door does not answer. */
export function readsFirst(app: RequestListener, args: Args): RequestListener {
  const answerDirectly = directReads(args)
  const rest = (message: IncomingMessage, res: ServerResponse) => app(message, res as ServerResponse<IncomingMessage>)
  return (message, res) => {
    if (message.method !== 'GET') return app(message, res)
    void answerDirectly(message, res).then((isAnswered) => isAnswered || rest(message, res))
  }
}
