import { type CollectionBeforeOperationHook, Forbidden, NotFound, type PayloadRequest } from 'payload'
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

const OPERATORS = new Set(
  'equals not_equals in not_in exists greater_than greater_than_equal less_than less_than_equal like not_like contains'.split(
    ' ',
  ),
)
const TEXT_OPERATORS = new Set(['like', 'not_like', 'contains'])

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function checkComparison([operator, value]: [string, unknown]): void {
  if (!OPERATORS.has(operator)) refuse(`A filter has no operator ${operator.slice(0, 40)}.`)
  if (TEXT_OPERATORS.has(operator) && typeof value === 'object') refuse(`${operator} takes one text.`)
}

/** Our columns know the plain operators alone, and a part of a text is a text. */
function checkOperators(where: unknown): void {
  if (!isObject(where)) return
  for (const [key, condition] of Object.entries(where)) {
    if (/^(?:and|or|\d+)$/i.test(key)) checkOperators(condition)
    else if (isObject(condition) && !Array.isArray(condition)) Object.entries(condition).forEach(checkComparison)
  }
}

type Asked = { id?: unknown; data?: unknown; where?: unknown; page?: unknown; limit?: unknown }

/** Is this a number outside of the range? What is none is left to its default. */
const isOutside = (value: unknown, { from, to }: { from: number; to: number }): boolean =>
  value !== undefined && (Number(value) < from || Number(value) > to)

function checkLimit(limit: unknown): void {
  if (isOutside(limit, { from: -1, to: MAX_ID }) || Number(limit ?? 0) % 1 !== 0)
    refuse('limit is not a whole number, or too large.')
}

/** An id is written in one way: `1e0`, `01` and `1,2` are no other names of row 1. */
const isRowId = (value: unknown): boolean => /^[1-9]\d{0,9}$/.test(String(value)) && Number(value) <= MAX_ID

/** The id as it stood in the path, where the request is about this collection: Payload hands on a number that it read from it. */
const idInPath = ({ routeParams }: PayloadRequest, slug: string): unknown =>
  routeParams?.collection === slug ? routeParams.id : undefined

/**
 * Refuses what no row can hold and no filter can find before the database would: 400, and for an id that
 * no row can have the same answer as for one that no row has.
 */
export const refuseUnstorable: CollectionBeforeOperationHook = ({ args, collection, req }) => {
  const { id, data, where, page, limit } = args as Asked
  if (id !== undefined && ![id, idInPath(req, collection.slug) ?? id].every(isRowId))
    throw collection.slug === SLUGS.invoices && payerOf(req) ? new Forbidden(req.t) : new NotFound(req.t)
  if (isOutside(page, { from: 1, to: 1_000_000 })) refuse('page is a number from 1 to 1000000.')
  checkLimit(limit)
  check(data, 0)
  check(where, 0)
  checkOperators(where)
  return args
}
