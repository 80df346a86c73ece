import { PortalError } from '../../base/errors.ts'
import type { ReadRequest } from '../../base/ReadRequest.ts'

const MAX_TEXT = 200
const MAX_LIMIT = 100
const MAX_PAGE = 1000

/** One text of the query string, null when absent or blank. Throws `bad_request` for what cannot be one. */
export function queryText(req: Pick<ReadRequest, 'searchParams'>, name: string): string | null {
  const values = req.searchParams.getAll(name)
  if (values.length > 1) throw new PortalError('bad_request', { message: `Give ${name} once.` })
  return plainText(name, values[0] ?? '')
}

/** A short text, null when blank. Throws `bad_request` for what is none. */
export function plainText(name: string, value: unknown): string | null {
  if (typeof value !== 'string') throw new PortalError('bad_request', { message: `${name} must be a text.` })
  const text = value.normalize('NFC').trim()
  if (text.length > MAX_TEXT || text.includes('\0'))
    throw new PortalError('bad_request', { message: `${name} must be at most ${MAX_TEXT} characters of text.` })
  return text || null
}

function queryCount(
  req: Pick<ReadRequest, 'searchParams'>,
  { name, fallback, max }: { name: string; fallback: number; max: number },
): number {
  const text = queryText(req, name)
  if (text === null) return fallback
  if (!/^[1-9]\d{0,6}$/.test(text) || Number(text) > max)
    throw new PortalError('bad_request', { message: `${name} must be a whole number from 1 to ${max}.` })
  return Number(text)
}

/** The id of a record, null when absent. Throws `bad_request`. */
export function queryId(req: Pick<ReadRequest, 'searchParams'>, name: string): number | null {
  return queryCount(req, { name, fallback: 0, max: 9_999_999 }) || null
}

/** `limit` (1 to 100) and `page` (from 1). Throws `bad_request`. */
export function queryPage(req: Pick<ReadRequest, 'searchParams'>): { limit: number; page: number } {
  return {
    limit: queryCount(req, { name: 'limit', fallback: 25, max: MAX_LIMIT }),
    page: queryCount(req, { name: 'page', fallback: 1, max: MAX_PAGE }),
  }
}
