import type { Where } from 'payload'
import { isScopeCondition } from './scopeCondition.ts'

const MAX_ID = 2_147_483_647
const isId = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) > 0 && Number(value) <= MAX_ID

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** The one key of a plain object; undefined when it has another number of them. */
function onlyEntry(value: unknown): [string, unknown] | undefined {
  if (!isPlain(value)) return undefined
  const entries = Object.entries(value)
  return entries.length === 1 ? entries[0] : undefined
}

/**
 * Lets a scope pass only in its one shape, `{ id: { in: [positive integers, at least one] } }`, or with one condition of `scopeCondition`
 * in their place; anything else is `false`, which allows nothing. A condition that could not be built never means "everything".
 */
export function assertScopeWhere(where: unknown): false | Where {
  const [field, condition] = onlyEntry(where) ?? []
  const [operator, ids] = onlyEntry(condition) ?? []
  if (field !== 'id' || operator !== 'in' || !Array.isArray(ids) || ids.length === 0) return false
  const isScope = ids.length === 1 ? isId(ids[0]) || isScopeCondition(ids[0]) : ids.every(isId)
  return isScope ? { id: { in: [...ids] } } : false
}
