import type { CollectionBeforeOperationHook } from 'payload'

/** What decides between invoices that are equal by a field, before their ids do. */
const NEXT: Readonly<Record<string, string>> = { dueOn: 'issuedOn' }

const pathsOf = (sort: unknown): string[] =>
  (Array.isArray(sort) ? sort : String(sort ?? '').split(',')).map((path) => String(path).trim()).filter(Boolean)

const nameOf = (path: string): string => path.replace(/^-/, '')

/**
 * Sorts a list of invoices to its last tie, in one direction, so that no page repeats or leaves out a row, and an index hands
 * out the order. A sync writes very many rows at one instant: nothing but the id tells these apart.
 */
export const orderToLastTie: CollectionBeforeOperationHook = ({ args, collection, operation }) => {
  if (operation !== 'read' || !('sort' in args)) return args
  const given = pathsOf(args.sort)
  const paths = given.length > 0 ? given : pathsOf(collection.defaultSort)
  const last = paths.at(-1)
  if (!last || paths.some((path) => nameOf(path) === 'id')) return args
  const next = paths.length === 1 ? NEXT[nameOf(last)] : undefined
  const sign = last.startsWith('-') ? '-' : ''
  return { ...args, sort: [...paths, ...(next ? [sign + next] : []), `${sign}id`] }
}
