import { randomBytes } from 'node:crypto'
import type { RequestHandler } from 'express'
import helmet from 'helmet'
import type { PortalOptions } from '../options/types.ts'
import { API_POLICY, contentSecurityPolicy } from './contentSecurityPolicy.ts'

type Args = { gateway: PortalOptions['gateway']; isSecure: boolean; isApi: (path: string) => boolean }

/** Helmet's headers. Strict transport security is told only over https, where it can be kept. */
export const plainHeaders = ({ isSecure }: Pick<Args, 'isSecure'>): RequestHandler =>
  helmet({
    contentSecurityPolicy: false,
    strictTransportSecurity: isSecure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
    // A link with a token in it is never told to another site.
    referrerPolicy: { policy: 'same-origin' },
    crossOriginOpenerPolicy: { policy: 'same-origin-allow-popups' },
  })

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
