import { createHash, randomBytes } from 'node:crypto'

/** A new opaque token of a view: 256 random bits. */
export const createViewToken = (): string => `ppv_${randomBytes(32).toString('base64url')}`

/** The stored form: of the token together with the staff session it was made in, so that it is good in no other. */
export const hashViewToken = (token: string, staffSession: string): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([token, staffSession]))
    .digest()

/** The form of every view token; anything else is not looked up. */
export const isViewToken = (value: unknown): value is string =>
  typeof value === 'string' && /^ppv_[\w-]{43}$/.test(value)
