import { createHash, randomBytes } from 'node:crypto'

/** A new opaque session token (256 random bits) with its hash, the only stored form. */
export function createSessionToken(): { token: string; tokenHash: Buffer } {
  const token = `pps_${randomBytes(32).toString('base64url')}`
  return { token, tokenHash: hashSessionToken(token) }
}

export const hashSessionToken = (token: string): Buffer => createHash('sha256').update(token).digest()

/** The form of every session token; anything else is not looked up. */
export const isSessionToken = (value: unknown): value is string =>
  typeof value === 'string' && /^pps_[\w-]{43}$/.test(value)
