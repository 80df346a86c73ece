import { type CollectionBeforeOperationHook, Forbidden, NotFound } from 'payload'
import { payerOf } from '../access/rules/payerOf.ts'
import { PortalError } from '../src/base/errors.ts'
import { SLUGS } from '../src/base/slugs.ts'

const MAX_NESTING = 30
const MAX_ID = 2_147_483_647
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])

const refuse = (message: string): never => {
  throw new PortalError('bad_request', { message })
}

function check(value: unknown, depth: number): void {
  // No text of the database holds a NUL.
  if (typeof value === 'string' && value.includes('\0')) refuse('A text holds a character that cannot be kept.')
  if (typeof value !== 'object' || value === null || value instanceof Date) return
  if (depth > MAX_NESTING) refuse('The request is nested too deeply.')
  for (const [key, part] of Object.entries(value)) {
    if (FORBIDDEN.has(key)) refuse(`The request must not have a key ${key}.`)
    check(part, depth + 1)
  }
}

type Asked = { id?: unknown; data?: unknown; where?: unknown; page?: unknown; limit?: unknown }

/** Is this a number outside of the range? What is none is left to its default. */
const isOutside = (value: unknown, { from, to }: { from: number; to: number }): boolean =>
  value !== undefined && (Number(value) < from || Number(value) > to)

/**
 * Refuses what no row can hold and no filter can find before the database would: 400, and for an id that
 * no row can have the same answer as for one that no row has.
 */
export const refuseUnstorable: CollectionBeforeOperationHook = ({ args, collection, req }) => {
  const { id, data, where, page, limit } = args as Asked
  if (id !== undefined && !(Number.isSafeInteger(Number(id)) && !isOutside(id, { from: 1, to: MAX_ID })))
    throw collection.slug === SLUGS.invoices && payerOf(req) ? new Forbidden(req.t) : new NotFound(req.t)
  if (isOutside(page, { from: 1, to: 1_000_000 })) refuse('page is a number from 1 to 1000000.')
  if (isOutside(limit, { from: -1, to: MAX_ID })) refuse('limit is too large.')
  check(data, 0)
  check(where, 0)
  return args
}
