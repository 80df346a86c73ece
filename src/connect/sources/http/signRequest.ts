import { createHash, createHmac } from 'node:crypto'

type Request = { secret: string; method: string; path: string; body: string; at: Date }

/**
 * The header `Portal-Signature`: time, method, path with its query, and the body's hash under our shared secret.
 * Whoever repeats a request later, or changes a part of it, has no signature for it.
 */
export function signRequest({ secret, method, path, body, at }: Request): string {
  const seconds = Math.floor(at.getTime() / 1000)
  const hash = createHash('sha256').update(body).digest('hex')
  const signature = createHmac('sha256', secret).update(`${seconds}.${method}.${path}.${hash}`).digest('hex')
  return `t=${seconds},v1=${signature}`
}
