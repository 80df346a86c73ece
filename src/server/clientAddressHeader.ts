import type { RequestHandler } from 'express'
import { CLIENT_ADDRESS_HEADER, sealAddress } from '../login/clientAddress.ts'

const FORWARDED = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-real-ip',
]

/**
 * Writes the caller's address, as a trusted hop saw it, where the limits read it. What the caller sent
 * under that name is overwritten; forwarding headers are dropped unless proxies are trusted.
 */
export function clientAddressHeader(trustedProxies: number): RequestHandler {
  return (req, _res, next) => {
    req.headers[CLIENT_ADDRESS_HEADER] = sealAddress(req.ip ?? req.socket.remoteAddress ?? 'unknown')
    if (trustedProxies === 0) for (const name of FORWARDED) delete req.headers[name]
    next()
  }
}
