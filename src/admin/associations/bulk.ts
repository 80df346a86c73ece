import type { Totals } from '../../base/totals.ts'
import type { Warning } from '../api/totals.ts'
import type { AdminApi } from '../api/useAdminApi.ts'
import type { Draft } from './association.ts'

/** A payer to whom the same associations are given. */
export type BulkPayer = { id: number; name: string | null; email: string | null }

/** What becomes of one payer, or became of it. `not_tried`: it was stopped before. */
export type BulkOutcome = {
  payer: number
  name: string | null
  email: string | null
  result: 'added' | 'same' | 'not_found' | 'archived' | 'failed' | 'not_tried'
  added: number
  same: number
  reason: string | null
  totals?: Totals[]
  warnings?: Warning[]
}

/** Small, so that the bar moves and a stop is quick; the route takes 100. */
const CHUNK = 10
/** The most associations that one request takes. */
export const MOST_RULES = 500

type Args = {
  payers: readonly BulkPayer[]
  drafts: readonly Draft[]
  dryRun: boolean
  onProgress: (outcomes: BulkOutcome[]) => void
  /** Asked before each part. */
  isStopped: () => boolean
}

const without = (payer: BulkPayer, rest: Pick<BulkOutcome, 'result' | 'reason'>): BulkOutcome => ({
  payer: payer.id,
  name: payer.name,
  email: payer.email,
  added: 0,
  same: 0,
  ...rest,
})

async function takePart(api: AdminApi, part: readonly BulkPayer[], body: object): Promise<BulkOutcome[]> {
  try {
    const payers = part.map(({ id }) => id)
    const answer = await api<{ results: BulkOutcome[] }>('/associations/bulk', {
      method: 'POST',
      body: { ...body, payers },
    })
    return answer.results
  } catch (error) {
    const reason = error instanceof Error ? error.message : null
    return part.map((payer) => without(payer, { result: 'failed', reason }))
  }
}

/** Gives the drafts to the payers, some at a time. A part that fails is the outcome of its payers, and the others go on. */
export async function bulkInParts(api: AdminApi, { payers, drafts, dryRun, ...watch }: Args): Promise<BulkOutcome[]> {
  const outcomes: BulkOutcome[] = []
  for (let from = 0; from < payers.length && !watch.isStopped(); from += CHUNK) {
    outcomes.push(...(await takePart(api, payers.slice(from, from + CHUNK), { associations: drafts, dryRun })))
    watch.onProgress([...outcomes])
  }
  const rest = payers.slice(outcomes.length)
  return [...outcomes, ...rest.map((payer) => without(payer, { result: 'not_tried', reason: null }))]
}

const rulesText = (count: number): string => `${count} ${count === 1 ? 'association' : 'associations'}`

/** What becomes of one payer in words, before (`isDone` false) or after. */
export function outcomeText({ result, added, same }: BulkOutcome, isDone: boolean): string {
  if (result === 'not_found') return 'Not found'
  if (result === 'archived') return 'Archived: left alone'
  if (result === 'failed') return 'Failed'
  if (result === 'not_tried') return 'Not tried'
  if (result === 'same') return 'Has all of them already'
  const has = same > 0 ? `, ${same} there already` : ''
  return isDone ? `${rulesText(added)} added${has}` : `Gets ${rulesText(added)}${has}`
}

/** How it ended, like `3 payers changed, 1 left alone, 1 failed`. */
export function summaryOf(outcomes: readonly BulkOutcome[]): string {
  const count = (...results: BulkOutcome['result'][]) =>
    outcomes.filter(({ result }) => results.includes(result)).length
  const parts = [
    [count('added'), 'changed'],
    [count('same', 'archived'), 'left alone'],
    [count('failed', 'not_found'), 'failed'],
    [count('not_tried'), 'not tried'],
  ] as const
  return parts
    .filter(([number]) => number > 0)
    .map(([number, words], at) => `${number}${at === 0 ? ` ${number === 1 ? 'payer' : 'payers'}` : ''} ${words}`)
    .join(', ')
}
