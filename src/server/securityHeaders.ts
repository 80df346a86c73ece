import { randomBytes } from 'node:crypto'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { RequestHandler } from 'express'
import helmet, { type HelmetOptions } from 'helmet'
import type { PortalOptions } from '../options/types.ts'
import { API_POLICY, contentSecurityPolicy } from './contentSecurityPolicy.ts'

type Args = { gateway: PortalOptions['gateway']; isSecure: boolean; isApi: (path: string) => boolean }

/** What Helmet writes on an answer: the same on every one, so it is asked once. */
function helmetHeaders(options: HelmetOptions): [string, string][] {
  const message = new IncomingMessage(new Socket())
  const res = new ServerResponse(message)
  helmet(options)(message, res, (error) => {
    if (error) throw error
  })
  return res.getHeaderNames().map((name) => [name, String(res.getHeader(name))])
}

/** Helmet's headers, as pairs. Strict transport security is told only over https, where it can be kept. */
export const plainHeaderPairs = ({ isSecure }: Pick<Args, 'isSecure'>): [string, string][] =>
  helmetHeaders({
    contentSecurityPolicy: false,
    strictTransportSecurity: isSecure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
    // A link with a token in it is never told to another site.
    referrerPolicy: { policy: 'same-origin' },
    crossOriginOpenerPolicy: { policy: 'same-origin-allow-popups' },
  })

/** Puts them on every answer. */
export const plainHeaders = (of: Pick<Args, 'isSecure'>): RequestHandler => {
  const headers = plainHeaderPairs(of)
  return (_req, res, next) => {
    for (const [name, value] of headers) res.setHeader(name, value)
    next()
  }
}

/**
 * The content security policy. A page's nonce also travels on the request, where Next finds it and puts
 * it on its own scripts; a policy that a caller sent is thrown away first.
 */
export const policyHeader =
  ({ gateway, isSecure, isApi }: Args): RequestHandler =>
  (req, res, next) => {
    delete req.headers['content-security-policy']
    delete req.headers['content-security-policy-report-only']
    if (isApi(req.path)) {
      res.setHeader('Content-Security-Policy', API_POLICY)
    } else {
      const policy = contentSecurityPolicy(randomBytes(18).toString('base64'), { gateway, isSecure })
      req.headers['content-security-policy'] = policy
      res.setHeader('Content-Security-Policy', policy)
    }
    next()
  }
