import type { BaseFilter, Where } from 'payload'

type Condition = { path: string; condition: unknown }

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Every condition of a filter, however its parts are joined. */
function conditionsOf(where: unknown): Condition[] {
  if (Array.isArray(where)) return where.flatMap(conditionsOf)
  if (!isObject(where)) return []
  return Object.entries(where).flatMap(([path, condition]) =>
    /^(?:and|or)$/i.test(path) ? conditionsOf(condition) : [{ path, condition }],
  )
}

const NOT_ARCHIVED: Where = { archivedAt: { exists: false } }

/** Does the filter itself say whether archived payers are meant? */
const namesArchived = (where: unknown): boolean => conditionsOf(where).some(({ path }) => path === 'archivedAt')

/** Does the filter name payers one by one? */
const namesIds = (where: unknown): boolean =>
  conditionsOf(where).some(
    ({ path, condition }) => path === 'id' && isObject(condition) && ('in' in condition || 'equals' in condition),
  )

/** Archived payers are not in the list, unless its filter asks about them. */
export const hideArchived: BaseFilter = ({ req }) => (namesArchived(req.query?.where) ? null : NOT_ARCHIVED)

/** The filter of a change of many, without the archived payers that the list did not show. */
export const withoutArchived = (where: Where): Where =>
  namesArchived(where) || namesIds(where) ? where : { and: [where, NOT_ARCHIVED] }
