import type { Where } from 'payload'

/** What the list can be narrowed to, each by conditions that Payload's own filters show too. */
export const LOGIN_FILTERS = [
  { value: 'all', label: 'All', where: null },
  { value: 'on', label: 'Login access on', where: { 'invite.status': { not_equals: 'none' } } },
  { value: 'off', label: 'Login access off', where: { 'invite.status': { equals: 'none' } } },
  { value: 'queued', label: 'Invite queued', where: { 'invite.status': { equals: 'queued' } } },
  { value: 'sent', label: 'Invite sent', where: { 'invite.status': { equals: 'sent' } } },
  { value: 'failed', label: 'Invite failed', where: { 'invite.status': { equals: 'failed' } } },
  { value: 'expired', label: 'Invite expired', where: { 'invite.status': { equals: 'expired' } } },
  { value: 'accepted', label: 'Invite accepted', where: { 'invite.status': { equals: 'accepted' } } },
  { value: 'bounced', label: 'Mails come back', where: { mailProblem: { exists: 'true' } } },
] as const satisfies readonly { value: string; label: string; where: Where | null }[]

export type LoginFilterName = (typeof LOGIN_FILTERS)[number]['value']

const OWN = new Set(LOGIN_FILTERS.flatMap(({ where }) => (where ? Object.keys(where) : [])))

/** The conditions that all must hold; null when the query has alternatives, which are Payload's filters' own. */
function conditionsOf(where: Where | undefined): Where[] | null {
  const alternatives = where?.or ?? (where?.and || !where || Object.keys(where).length === 0 ? null : [where])
  if (!alternatives) return where?.and ?? []
  const [only] = alternatives
  if (alternatives.length > 1 || !only) return alternatives.length === 0 ? [] : null
  return only.and ?? [only]
}

const isSame = (one: Where, other: Where) => JSON.stringify(one) === JSON.stringify(other)

/** Which of them the list's query asks for; `null` for another one, that only Payload's filters show. */
export function readLoginFilter(where: Where | undefined): LoginFilterName | null {
  const own = conditionsOf(where)?.filter((one) => Object.keys(one).some((key) => OWN.has(key)))
  if (!own) return null
  if (own.length === 0) return 'all'
  const [only] = own
  const found = LOGIN_FILTERS.find((filter) => filter.where && only && isSame(filter.where, only))
  return own.length === 1 && found ? found.value : null
}

/** The query with this filter in place of an earlier one; other conditions stay, alternatives go. */
export function withLoginFilter(where: Where | undefined, name: LoginFilterName): Where {
  const others = (conditionsOf(where) ?? []).filter((one) => !Object.keys(one).some((key) => OWN.has(key)))
  const chosen = LOGIN_FILTERS.find(({ value }) => value === name)?.where
  const and = chosen ? [...others, chosen] : others
  return and.length > 0 ? { or: [{ and }] } : {}
}
