import type { Where } from 'payload'

/** Blank: everything. Days are those of the reader's own clock, both inclusive. */
export type ActivityFilter = { kind: string; by: ActivityBy; name: string; from: string; to: string }
export type ActivityBy = 'all' | 'staff' | 'payers' | 'system' | 'connect' | 'processor' | 'nobody'

export const NO_FILTER: ActivityFilter = { kind: '', by: 'all', name: '', from: '', to: '' }

export const BY_OPTIONS: readonly { value: ActivityBy; label: string }[] = [
  { value: 'all', label: 'Everybody' },
  { value: 'staff', label: 'Staff' },
  { value: 'payers', label: 'People of the payer' },
  { value: 'system', label: 'The portal' },
  { value: 'connect', label: 'Connect' },
  { value: 'processor', label: 'Payment processor' },
  { value: 'nobody', label: 'Nobody logged in' },
]

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** `[field, operator, value]` */
export type Condition = readonly [field: string, operator: string, value: string | number | boolean]

const AUTOMATIC = ['payers', 'system', 'connect', 'processor'] as const

function byConditions(by: ActivityBy): Condition[] {
  if (by === 'all') return []
  if (by === 'nobody') return [['actorCollection', 'exists', false]]
  if (by !== 'staff') return [['actorCollection', 'equals', by]]
  return [
    ['actorCollection', 'exists', true],
    ...AUTOMATIC.map((other): Condition => ['actorCollection', 'not_equals', other]),
  ]
}

function instant(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00`)
  date.setDate(date.getDate() + days)
  return date.toISOString()
}

/** The conditions of a filter, all of which must hold; `payer` keeps to the entries about one payer. Pure. */
export function activityConditions({ kind, by, name, from, to }: ActivityFilter, payer?: number | string): Condition[] {
  return [
    ...(payer === undefined ? [] : [['payerId', 'equals', payer] as const]),
    ...(kind ? [['action', 'equals', kind] as const] : []),
    ...byConditions(by),
    ...(name.trim() ? [['actorName', 'contains', name.trim()] as const] : []),
    ...(DAY.test(from) ? [['createdAt', 'greater_than_equal', instant(from, 0)] as const] : []),
    ...(DAY.test(to) ? [['createdAt', 'less_than', instant(to, 1)] as const] : []),
  ]
}

/** Conditions as Payload's list filters by them. Pure. */
export const toWhere = (conditions: readonly Condition[]): Where =>
  conditions.length === 0
    ? {}
    : { or: [{ and: conditions.map(([field, operator, value]) => ({ [field]: { [operator]: value } })) }] }

/** Conditions as a query string of Payload's REST API. Pure. */
export function toQuery(conditions: readonly Condition[]): string {
  const query = new URLSearchParams()
  for (const [at, [field, operator, value]] of conditions.entries())
    query.append(`where[and][${at}][${field}][${operator}]`, String(value))
  return query.toString()
}
