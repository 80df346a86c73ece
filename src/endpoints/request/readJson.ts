import type { PayloadRequest } from 'payload'
import { PortalError } from '../../base/errors.ts'

const MAX_BYTES = 256 * 1024
const MAX_DEPTH = 12
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])

function checkShape(value: unknown, depth: number): void {
  // A NUL or half of a pair: no text, and nothing that the database keeps.
  if (typeof value === 'string' && /\0|\p{Surrogate}/u.test(value))
    throw new PortalError('bad_request', { message: 'The body holds a text with a character that cannot be kept.' })
  if (typeof value !== 'object' || value === null) return
  if (depth > MAX_DEPTH) throw new PortalError('bad_request', { message: 'The body is nested too deeply.' })
  for (const [key, part] of Object.entries(value)) {
    if (FORBIDDEN.has(key)) throw new PortalError('bad_request', { message: `The body must not have a key ${key}.` })
    checkShape(part, depth + 1)
  }
}

const isJson = ({ headers }: PayloadRequest): boolean =>
  /^application\/json *(?:;|$)/i.test(headers.get('content-type') ?? '')

/**
 * The request's body as a plain JSON object, `{}` when there is none. Throws `unsupported_media_type`
 * when it is not sent as JSON, `bad_request` on anything else and above `maxLength` characters.
 */
export async function readJson(req: PayloadRequest, maxLength = MAX_BYTES): Promise<Record<string, unknown>> {
  const text = (await req.text?.()) ?? ''
  if (text.length > maxLength) throw new PortalError('bad_request', { message: 'The body is too large.' })
  if (text.trim() === '') return {}
  if (!isJson(req)) throw new PortalError('unsupported_media_type')
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw new PortalError('bad_request', { message: 'The body is not valid JSON.' })
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new PortalError('bad_request', { message: 'The body must be a JSON object.' })
  checkShape(body, 0)
  return body as Record<string, unknown>
}
