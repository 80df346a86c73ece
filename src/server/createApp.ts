import type { IncomingMessage, ServerResponse } from 'node:http'
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import type { Payload, SanitizedConfig } from 'payload'
import { portalOptions } from '../options/portalOptions.ts'
import { apiHandler } from './apiHandler.ts'
import { clientAddressHeader } from './clientAddressHeader.ts'
import { healthRoutes } from './healthRoutes.ts'
import { refuse } from './refuse.ts'
import { plainHeaders, policyHeader } from './securityHeaders.ts'

/** Serves the pages, `next(…).getRequestHandler()` for one. */
export type PagesHandler = (req: IncomingMessage, res: ServerResponse) => unknown

type Args = {
  config: SanitizedConfig
  payload: Payload
  nextHandler?: PagesHandler
  bodyLimit: number
  isClosing: () => boolean
}

const isBelow = (root: string) => (path: string) => path === root || path.startsWith(`${root}/`)

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** TRACE would tell a caller the headers back, and nothing here answers the rest. */
const knownMethods: RequestHandler = (req, res, next) => {
  if (METHODS.has(req.method)) return next()
  res.setHeader('Allow', [...METHODS].join(', '))
  refuse(res, { status: 405, code: 'method_not_allowed', message: 'This method is not allowed.' })
}

const pages =
  (nextHandler: PagesHandler): RequestHandler =>
  async (req, res) => {
    // Files named by their content may be kept; a page shows one person's data.
    if (!req.path.startsWith('/_next/static/')) res.setHeader('Cache-Control', 'private, no-store')
    await nextHandler(req, res)
  }

const lastResort =
  (payload: Payload): ErrorRequestHandler =>
  // biome-ignore lint/complexity/useMaxParams: Express knows an error handler by its four parameters
  (error, _req, res, _next) => {
    payload.logger.error({ err: error }, 'A page failed')
    refuse(res, { status: 500, code: 'internal', message: 'Something went wrong.' })
  }

/** The Express app: headers, health, Payload's API and the portal's, then the pages. */
export function createApp({ config, payload, nextHandler, bodyLimit, isClosing }: Args): Express {
  const { gateway, trustedProxies } = portalOptions(payload)
  const isSecure = config.serverURL.startsWith('https:')
  const isApi = isBelow(config.routes.api)
  const app = express()
  app.disable('x-powered-by').disable('etag')
  app.set('trust proxy', trustedProxies)
  app.set('query parser', false)
  app.use((_req, res, next) => {
    if (isClosing()) res.setHeader('Connection', 'close')
    next()
  })
  app.use(clientAddressHeader(trustedProxies), plainHeaders({ isSecure }), policyHeader({ gateway, isSecure, isApi }))
  app.use(knownMethods)
  app.use(config.routes.api, apiHandler({ config, payload, bodyLimit }))
  app.use(healthRoutes({ payload, isClosing }))
  if (nextHandler) app.use(pages(nextHandler))
  app.use((_req, res) => refuse(res, { status: 404, code: 'not_found', message: 'Not found.' }))
  app.use(lastResort(payload))
  return app
}
