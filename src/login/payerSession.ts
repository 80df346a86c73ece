import { type AuthStrategy, type AuthStrategyFunctionArgs, JWTAuthentication, type PayloadRequest } from 'payload'
import { parseCookies } from 'payload/shared'
import type { PayerUser } from '../../access/rules/payerOf.ts'
import { poolOf } from '../base/database.ts'
import type { ErrorCode } from '../base/errors.ts'
import type { ReadRequest } from '../base/ReadRequest.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { readView } from '../views/readView.ts'
import { viewAsked } from '../views/viewAsked.ts'
import { type AskedSession, noteSeen, sessionSeconds } from './askedSession.ts'
import { isForeign } from './foreignOrigin.ts'
import { isStaleSql, liveSessionSql } from './liveSession.ts'
import { SESSION_COOKIE } from './sessionCookie.ts'
import { hashSessionToken, isSessionToken } from './sessionToken.ts'

const STRATEGY = 'payer-session'
/** Under this key of `req.context` stands why a live session could not act, for the answer. */
export const SESSION_PROBLEM = 'payerPortalSessionProblem'

// Every payer the login acts for, so that one statement both checks the session and finds the named record.
const SESSION = `select s.id as "sessionId", s.login_id as "loginId", s.payer_id = p.id as acting, ${isStaleSql('$3')} as stale,
 p.id, p.email, p.name, p.first_name as "firstName", p.last_name as "lastName", p.business_name as "businessName", p.phone, p.address,
 m.id as "personId", m.role ${liveSessionSql({ token: '$1', idle: '$2', joined: 'join payers p on p.id = m.payer_id' })}`

type Row = Omit<PayerUser, 'collection'> & { acting: boolean; stale: boolean }

const ROUTES = /^\/(portal|payers|invoices|transactions)(?:\/|$)/
const PAYER_ONLY =
  /^\/(?:portal(?!\/staff(?:\/|$))(?:\/|$)|payers\/(?:login|logout|me|refresh-token|forgot-password|reset-password|accept-invite|change-password|confirm-email|change-email|undo-email|inspect-link|switch|sessions(?:\/\d+)?|second-factor(?:\/[\w-]+){0,2})\/?$)/

/** The path below the REST root when it is one of the plugin's; a payer is nobody anywhere else. */
function ownPath({ pathname, payload }: ReadRequest): string | null {
  const root = payload.config.routes.api
  const path = pathname?.startsWith(`${root}/`) ? pathname.slice(root.length) : ''
  return ROUTES.test(path) ? path : null
}

/** An Authorization header decides alone; the cookie counts only when no other site is behind the request. */
function tokenOf(req: ReadRequest): string | null {
  const authorization = req.headers.get('authorization')
  if (authorization) {
    const token = authorization.startsWith('JWT ') ? authorization.slice(4) : null
    return portalOptions(req.payload).allowHeaderAuth && isSessionToken(token) ? token : null
  }
  if (!req.headers.get('cookie')?.includes(SESSION_COOKIE)) return null
  const token = parseCookies(req.headers as Headers).get(SESSION_COOKIE)
  return isSessionToken(token) && !isForeign(req) ? token : null
}

async function staffOf(args: AuthStrategyFunctionArgs, req: PayloadRequest) {
  if (!req.headers.get('cookie')?.includes(`${req.payload.config.cookiePrefix}-token=`)) return null
  const { user } = await JWTAuthentication({ ...args, strategyName: 'local-jwt' })
  return user?.collection === portalOptions(req.payload).staffCollection ? user : null
}

/** The record that a request is about: the header, or for the link of a download the query string. */
function namedPayer(req: ReadRequest): string | null {
  const linked = req.pathname?.endsWith('pdf') ? req.searchParams?.get('payer') : null
  return (req.headers.get('x-payer') ?? linked ?? null)?.trim() ?? null
}

function choosePayer({ rows, req, path }: { rows: Row[]; req: ReadRequest; path: string }): Row | ErrorCode {
  const named = namedPayer(req)
  if (named !== null) return rows.find((row) => String(row.id) === named) ?? 'payer_not_found'
  const isWrite = req.method !== 'GET' && req.method !== 'HEAD'
  if (isWrite && rows.length > 1 && path.startsWith('/portal')) return 'payer_required'
  return rows.find((row) => row.acting) ?? 'login_required'
}

async function payerOfToken({
  token,
  req,
  path,
}: {
  token: string
  req: ReadRequest
  path: string
}): Promise<Row | null> {
  const { payload } = req
  const { idle, touch } = sessionSeconds(payload)
  const { rows } = await poolOf(payload).query<Row>({
    name: 'payer-session',
    text: SESSION,
    values: [hashSessionToken(token), idle, touch],
  })
  if (rows.length === 0) return null
  const chosen = choosePayer({ rows, req, path })
  if (typeof chosen === 'string') {
    req.context[SESSION_PROBLEM] = chosen
    return null
  }
  await noteSeen(payload, { session: chosen.sessionId, stale: chosen.stale })
  return chosen
}

async function viewedPayer(args: AuthStrategyFunctionArgs & { req: PayloadRequest }, view: string) {
  const payer = await readView(args, { req: args.req, view })
  return payer && { ...payer, _strategy: 'payer-view' }
}

async function payerBehind({ token, req, path }: { token: string; req: ReadRequest; path: string }) {
  const row = await payerOfToken({ token, req, path })
  if (!row) return null
  const { acting: _acting, stale: _stale, ...payer } = row
  return { ...payer, collection: 'payers' as const, _strategy: STRATEGY }
}

async function loggedInUser(args: AuthStrategyFunctionArgs & { req: PayloadRequest }, path: string) {
  const { req } = args
  const token = tokenOf(req)
  if (!token) return null
  const staff = PAYER_ONLY.test(path) ? null : await staffOf(args, req)
  return staff ?? (await payerBehind({ token, req, path }))
}

/** The token of a request where only payers are somebody; null for none, and for a view, which is no session. */
function portalToken(req: ReadRequest): { token: string; path: string } | null {
  const path = ownPath(req)
  if (path === null || !PAYER_ONLY.test(path) || viewAsked(req) !== null) return null
  const token = tokenOf(req)
  return token ? { token, path } : null
}

/**
 * The payer whose session a request of the portal carries: what `payerSession` finds where only payers are somebody.
 * Null for nobody, for a session that may not act here, and for a view, which is no session.
 */
export async function payerOfSession(req: ReadRequest): Promise<PayerUser | null> {
  const asked = portalToken(req)
  return asked ? await payerBehind({ ...asked, req }) : null
}

/** The session that such a request names, for a statement that checks it itself; null for none. */
export function askedSession(req: ReadRequest): AskedSession | null {
  const asked = portalToken(req)
  return asked && { tokenHash: hashSessionToken(asked.token), named: namedPayer(req) }
}

/**
 * Knows a payer by the session cookie, or by `Authorization: JWT pps_…` where the host allows it,
 * on the plugin's own paths only. On paths that staff use too, a staff cookie comes first.
 */
export const payerSession: AuthStrategy = {
  name: STRATEGY,
  authenticate: async (args) => {
    const { req } = args as AuthStrategyFunctionArgs & { req?: PayloadRequest }
    const path = req ? ownPath(req) : null
    if (!req || path === null) return { user: null }
    try {
      const view = viewAsked(req)
      // A request of a view is that view's or nobody's, also in a browser in which a payer is logged in.
      if (view !== null) return { user: await viewedPayer({ ...args, req }, view) }
      return { user: await loggedInUser({ ...args, req }, path) }
    } catch (error) {
      // Who it is could not be asked: nobody is told to log in again for that.
      req.context[SESSION_PROBLEM] = 'overloaded' satisfies ErrorCode
      throw error
    }
  },
}
