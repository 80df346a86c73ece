import type { PayloadRequest } from 'payload'
import { portalOptions } from '../options/portalOptions.ts'

/** The server puts the peer's address here and strips what a caller sent under the same name. */
export const CLIENT_ADDRESS_HEADER = 'x-payer-portal-client-ip'

// One flag per process, which every copy of this module sees.
const TRUSTED = Symbol.for('payer-portal.address-header')

/** Called by the server that overwrites the header on every request. Without such a server the header is only a caller's word. */
export function trustAddressHeader(): void {
  Reflect.set(globalThis, TRUSTED, true)
}

/**
 * The caller's address as a trusted hop saw it: our server's own header, else the entry of
 * `X-Forwarded-For` that the outermost of `trustedProxies` wrote, else `unknown`.
 */
export function clientAddress(req: PayloadRequest): string {
  const own = Reflect.get(globalThis, TRUSTED) === true ? req.headers.get(CLIENT_ADDRESS_HEADER) : null
  if (own) return own.slice(0, 64)
  const { trustedProxies } = portalOptions(req.payload)
  const hops = (req.headers.get('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim())
  const hop = trustedProxies > 0 ? hops[hops.length - trustedProxies] : undefined
  return hop ? hop.slice(0, 64) : 'unknown'
}
