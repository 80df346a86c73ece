import type { CollectionBeforeOperationHook, SanitizedCollectionConfig } from 'payload'
import { payerOf } from '../access/rules/payerOf.ts'
import { PortalError } from '../src/base/errors.ts'
import { SLUGS } from '../src/base/slugs.ts'

const MAX_LIMIT = 100
const MAX_PAGE = 10_000
const MAX_NESTING = 6
const MAX_ID = 2_147_483_647

/** What a payer may sort and filter by: what every payer reads, and nothing that an association may keep back. */
const PATHS: Readonly<Record<string, ReadonlySet<string>>> = {
  [SLUGS.invoices]: new Set(
    'id number clientNumber clientName matterNumber issuedOn dueOn currency total balance pending account status source createdAt updatedAt'.split(
      ' ',
    ),
  ),
  [SLUGS.transactions]: new Set(
    'id reference kind status channel amount refundedAmount currency account settledAt createdAt updatedAt'.split(' '),
  ),
  [SLUGS.payers]: new Set(['id']),
}
const OPERATORS = new Set([
  'equals',
  'not_equals',
  'in',
  'not_in',
  'exists',
  'greater_than',
  'greater_than_equal',
  'less_than',
  'less_than_equal',
])

type Query = { id?: unknown; sort?: unknown; where?: unknown; page?: unknown; limit?: unknown; depth?: unknown }
type Condition = [path: string, condition: unknown]

const refuse = (message: string): never => {
  throw new PortalError('bad_request', { message })
}

const sortPaths = (sort: unknown): unknown[] => {
  if (sort === undefined || sort === null || sort === '') return []
  return Array.isArray(sort) ? sort : String(sort).split(',')
}

function conditionsOf(where: unknown, depth = 0): Condition[] {
  if (depth > MAX_NESTING) return refuse('The filter is nested too deeply.')
  if (Array.isArray(where)) return where.flatMap((part) => conditionsOf(part, depth + 1))
  if (typeof where !== 'object' || where === null)
    return where === undefined || where === null ? [] : refuse('The filter is not valid.')
  return Object.entries(where).flatMap(([key, value]): Condition[] => {
    if (!/^(?:and|or)$/i.test(key)) return [[key, value]]
    return Array.isArray(value) || (typeof value === 'object' && value !== null)
      ? conditionsOf(value, depth + 1)
      : refuse('The filter is not valid.')
  })
}

const isValue = (value: unknown): boolean =>
  ['string', 'number', 'boolean'].includes(typeof value) && String(value).length <= 500
const isCount = (value: unknown): boolean =>
  Number.isSafeInteger(Number(value)) && Math.abs(Number(value)) <= Number.MAX_SAFE_INTEGER

/** A choice's values, null for a field that is no choice. */
function choicesOf({ flattenedFields }: SanitizedCollectionConfig, path: string): string[] | null {
  const field = flattenedFields.find(({ name }) => name === path)
  return field?.type === 'select'
    ? field.options.map((option) => (typeof option === 'string' ? option : option.value))
    : null
}

/** Columns of numbers, instants and choices are compared with nothing else. */
function fits(collection: SanitizedCollectionConfig, path: string, value: unknown): boolean {
  if (path === 'id') return value !== '' && isCount(value) && Math.abs(Number(value)) <= MAX_ID
  if (/^(?:total|balance|pending|amount|refundedAmount)$/.test(path)) return value !== '' && isCount(value)
  if (/At$/.test(path)) return !Number.isNaN(Date.parse(String(value)))
  return choicesOf(collection, path)?.includes(String(value)) ?? true
}

type Comparison = { path: string; operator: string; value: unknown }

function isFitting(collection: SanitizedCollectionConfig, { path, operator, value }: Comparison): boolean {
  const values = Array.isArray(value) ? value : [value]
  if (values.length > MAX_LIMIT || !values.every(isValue)) return false
  return operator === 'exists' || values.every((one) => fits(collection, path, one))
}

function checkCondition(collection: SanitizedCollectionConfig, [path, condition]: Condition): void {
  if (typeof condition !== 'object' || condition === null || Array.isArray(condition))
    refuse('A filter is written where[field][operator]=value.')
  const entries = Object.entries(condition as Record<string, unknown>)
  const [operator = '', value] = entries[0] ?? []
  if (entries.length !== 1 || !OPERATORS.has(operator)) refuse('A filter has one of the plain operators.')
  if (!isFitting(collection, { path, operator, value })) refuse('A filter has a value that does not fit.')
}

function checkPaths(collection: SanitizedCollectionConfig, query: Query): void {
  const allowed = PATHS[collection.slug] ?? new Set<string>()
  const conditions = conditionsOf(query.where)
  const sorted = sortPaths(query.sort).map((path) => String(path).trim().replace(/^-/, ''))
  if ([...sorted, ...conditions.map(([path]) => path)].some((path) => !allowed.has(path)))
    refuse('Only plain field names can be used to sort and filter.')
  for (const condition of conditions) checkCondition(collection, condition)
}

function pageOf(given: unknown): number {
  const page = Number(given ?? 1)
  return Number.isSafeInteger(page) && page >= 1 && page <= MAX_PAGE
    ? page
    : refuse(`page is a number from 1 to ${MAX_PAGE}.`)
}

const limitOf = (given: unknown): number => {
  const limit = Number(given ?? 10)
  return Number.isSafeInteger(limit) && limit > 0 ? Math.min(limit, MAX_LIMIT) : MAX_LIMIT
}

/**
 * What a payer's own query may ask for: plain fields that every payer reads (so nothing is sorted or
 * filtered by a path through a relation), values that fit them, a bounded page, and no deep population.
 */
export const narrowPayerQuery: CollectionBeforeOperationHook = ({ args, collection, overrideAccess, req }) => {
  if (!payerOf(req) || overrideAccess === true) return args
  const query = args as Query
  checkPaths(collection, query)
  const depth = Number(query.depth ?? 0)
  return {
    ...args,
    ...('page' in args ? { page: pageOf(query.page) } : {}),
    ...('limit' in args ? { limit: limitOf(query.limit) } : {}),
    depth: depth > 0 ? Math.min(depth, 1) : 0,
    joins: false,
  }
}
