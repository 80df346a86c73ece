import { randomBytes } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { PayloadRequest } from 'payload'
import { portalOptions } from '../options/portalOptions.ts'

/** The server puts the peer's address here, sealed, over whatever a caller sent under the same name. */
export const CLIENT_ADDRESS_HEADER = 'x-payer-portal-client-ip'

// One seal per process, which every copy of this module sees and no caller can know.
const SEAL = Symbol.for('payer-portal.address-seal')
const UNKNOWN = 'unknown'

function seal(): string {
  const known: unknown = Reflect.get(globalThis, SEAL)
  if (typeof known === 'string') return known
  const made = randomBytes(18).toString('base64url')
  Reflect.set(globalThis, SEAL, made)
  return made
}

/** The header's value for an address that our own server saw: believed in this process alone. */
export const sealAddress = (address: string): string => `${seal()} ${address}`

function sealedAddress(req: PayloadRequest): string | null {
  const [given, address] = (req.headers.get(CLIENT_ADDRESS_HEADER) ?? '').split(' ')
  return address && given === seal() ? address : null
}

function forwardedAddress(req: PayloadRequest): string | null {
  const { trustedProxies } = portalOptions(req.payload)
  if (trustedProxies === 0) return null
  const hops = (req.headers.get('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim())
  return hops[hops.length - trustedProxies] || null
}

/**
 * The caller's address as a trusted hop saw it: what our own server sealed, else the entry of
 * `X-Forwarded-For` that the outermost of `trustedProxies` wrote, else `unknown`.
 */
export function clientAddress(req: PayloadRequest): string {
  return (sealedAddress(req) ?? forwardedAddress(req) ?? UNKNOWN).slice(0, 64)
}

/** The first four groups of an IPv6 address: whoever has one address of such a network has them all. */
function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!isIPv6(plain)) return plain
  const [head = '', tail] = plain.replace(/%.*$/, '').split('::')
  const groups = head ? head.split(':') : []
  if (tail !== undefined) {
    const last = tail ? tail.split(':') : []
    while (groups.length + last.length < 8) groups.push('0')
    groups.push(...last)
  }
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}

/** What the limits count together: the caller's address, or its IPv6 network; null when no trusted hop says it. */
export function clientNetwork(req: PayloadRequest): string | null {
  const address = clientAddress(req)
  return address === UNKNOWN ? null : networkOf(address)
}
