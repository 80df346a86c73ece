import type { Find, PaginatedDocs, TypeWithID } from 'payload'
import { SLUGS } from '../base/slugs.ts'

/** A longer page is read at once: each id is a value of the second statement. */
const MOST = 1000

type Doc = TypeWithID
export type FindingAdapter = { find: Find }

/** Which rows stand on the page is asked first, and what is in them of those only. */
async function findByIds(find: Find, args: Parameters<Find>[0]): Promise<PaginatedDocs<Doc>> {
  const page = await find<Doc>({ ...args, select: { id: true }, joins: false })
  const ids = page.docs.map(({ id }) => id)
  if (ids.length === 0) return page
  const here = { id: { in: ids } }
  const { docs } = await find<Doc>({
    ...args,
    // Both: what has left the caller's sight in between is not shown.
    where: args.where ? { and: [args.where, here] } : here,
    page: 1,
    limit: ids.length,
    pagination: false,
  })
  return { ...page, docs }
}

/**
 * Makes the adapter read a list of invoices by the ids of its page. Sorted with all that is in them, a million rows are written to disk first
 * where no index hands out the order; their ids alone are not.
 */
export function readListsByIds(adapter: FindingAdapter): void {
  const { find } = adapter
  adapter.find = function (this: FindingAdapter, args) {
    const own = find.bind(this) as Find
    const isPage = args.collection === SLUGS.invoices && Number(args.limit) > 0 && Number(args.limit) <= MOST
    return (isPage ? findByIds(own, args) : own(args)) as never
  }
}
