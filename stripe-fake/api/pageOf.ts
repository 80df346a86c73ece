import type Stripe from 'stripe'
import { missing } from './StripeFault.ts'

type Listed = { id: string; created?: number }
type Paging = {
  limit?: number
  starting_after?: string
  ending_before?: string
  created?: Stripe.RangeQueryParam | number
}

function isWithin(created: number | undefined, range: Paging['created']): boolean {
  if (range === undefined || created === undefined) return true
  if (typeof range === 'number') return created === range
  const { gt = -1, gte = 0, lt = Infinity, lte = Infinity } = range
  return created > gt && created >= gte && created < lt && created <= lte
}

function positionOf(rows: readonly Listed[], id: string, param: string): number {
  const at = rows.findIndex((row) => row.id === id)
  if (at < 0) throw missing('object', id, param)
  return at
}

/** One page of `rows` (given oldest first), newest first, in Stripe's list shape. */
export function pageOf<Item extends Listed>(rows: readonly Item[], params: Paging, url: string): Stripe.ApiList<Item> {
  const newest = [...rows].reverse().filter((row) => isWithin(row.created, params.created))
  const limit = params.limit ?? 10
  if (params.ending_before) {
    const end = positionOf(newest, params.ending_before, 'ending_before')
    const start = Math.max(0, end - limit)
    return { object: 'list', data: newest.slice(start, end), has_more: start > 0, url }
  }
  const start = params.starting_after ? positionOf(newest, params.starting_after, 'starting_after') + 1 : 0
  return { object: 'list', data: newest.slice(start, start + limit), has_more: newest.length > start + limit, url }
}
