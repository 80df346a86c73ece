import type { CollectionBeforeOperationHook } from 'payload'
import { payerOf } from '../access/rules/payerOf.ts'
import { PortalError } from '../src/base/errors.ts'

const MAX_LIMIT = 100
const MAX_PAGE = 10_000

type Query = { sort?: unknown; where?: unknown; page?: unknown; limit?: unknown; depth?: unknown }

const sortPaths = (sort: unknown): string[] => (Array.isArray(sort) ? sort : typeof sort === 'string' ? sort.split(',') : [])

function wherePaths(where: unknown, depth = 0): string[] {
  if (depth > 6) throw new PortalError('bad_request', { message: 'The filter is nested too deeply.' })
  if (Array.isArray(where)) return where.flatMap((part) => wherePaths(part, depth + 1))
  if (typeof where !== 'object' || where === null) return []
  return Object.entries(where).flatMap(([key, value]) => (/^(and|or)$/i.test(key) ? wherePaths(value, depth + 1) : [key]))
}

/**
 * What a payer's own query may ask for: plain field names only (so nothing is sorted or filtered by
 * a path through a relation), a bounded page, and no deep population.
 */
export const narrowPayerQuery: CollectionBeforeOperationHook = ({ args, overrideAccess, req }) => {
  if (!payerOf(req) || overrideAccess === true) return args
  const query = args as Query
  const paths = [...sortPaths(query.sort), ...wherePaths(query.where)]
  if (paths.some((path) => typeof path !== 'string' || !/^-?[A-Za-z]{1,40}$/.test(path.trim()))) {
    throw new PortalError('bad_request', { message: 'Only plain field names can be used to sort and filter.' })
  }
  const page = Number(query.page ?? 1)
  if (!Number.isSafeInteger(page) || page < 1 || page > MAX_PAGE) throw new PortalError('bad_request', { message: `page is a number from 1 to ${MAX_PAGE}.` })
  const limit = Number(query.limit ?? 10)
  return {
    ...args,
    ...('page' in args ? { page } : {}),
    ...('limit' in args ? { limit: Number.isSafeInteger(limit) && limit > 0 ? Math.min(limit, MAX_LIMIT) : MAX_LIMIT } : {}),
    depth: Math.min(Number(query.depth ?? 0) || 0, 1),
    joins: false,
  }
}
