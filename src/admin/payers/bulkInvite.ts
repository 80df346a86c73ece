import type { AdminApi } from '../api/useAdminApi.ts'
import type { InviteStatus } from '../login/loginState.ts'

/** A payer that was chosen in the list. */
export type ChosenPayer = { id: number; name: string | null; email: string | null; loginAccess: boolean }

type RouteResult = 'invited' | 'has_login' | 'cooldown' | 'access_off' | 'no_email' | 'not_found' | 'limit' | 'failed'
/** What became of one payer: the route's word, then what became of the mail. */
export type Outcome = { id: number; result: RouteResult | 'sent' | 'not_tried'; reason?: string }

export type OutcomeText = { label: string; tone: 'good' | 'waiting' | 'neutral' | 'bad' }

/** In words, in the order of the summary. */
export const OUTCOMES: Readonly<Record<Outcome['result'], OutcomeText>> = {
  sent: { label: 'Sent', tone: 'good' },
  invited: { label: 'Queued', tone: 'waiting' },
  has_login: { label: 'Already has access', tone: 'neutral' },
  cooldown: { label: 'Invited a moment ago', tone: 'neutral' },
  access_off: { label: 'Login access is off', tone: 'neutral' },
  no_email: { label: 'Has no email', tone: 'bad' },
  not_found: { label: 'Not found', tone: 'bad' },
  limit: { label: 'Not sent: too many mails in this hour', tone: 'bad' },
  not_tried: { label: 'Not tried', tone: 'neutral' },
  failed: { label: 'Failed', tone: 'bad' },
}

/** Small, so that the bar moves and a stop is quick; the route takes 100. */
const CHUNK = 10
const PAGE = 100

const chunksOf = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size))

type Invite = {
  ids: readonly number[]
  switchOn: boolean
  onProgress: (outcomes: Outcome[]) => void
  /** Asked before each call. */
  isStopped: () => boolean
}

/**
 * Invites payers some at a time. A call that fails is the outcome of its payers, and the others go on; when the
 * hour's mails are used up, or after a stop, the rest is not tried.
 */
export async function inviteInChunks(
  api: AdminApi,
  { ids, switchOn, onProgress, isStopped }: Invite,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const chunk of chunksOf(ids, CHUNK)) {
    if (isStopped() || outcomes.some(({ result }) => result === 'limit')) break
    outcomes.push(...(await inviteChunk(api, { chunk, switchOn })))
    onProgress([...outcomes])
  }
  const tried = new Set(outcomes.map(({ id }) => id))
  return [...outcomes, ...ids.filter((id) => !tried.has(id)).map((id): Outcome => ({ id, result: 'not_tried' }))]
}

async function inviteChunk(
  api: AdminApi,
  { chunk, switchOn }: { chunk: number[]; switchOn: boolean },
): Promise<Outcome[]> {
  try {
    const { results } = await api<{ results: Outcome[] }>('/payers/invite', {
      method: 'POST',
      body: { ids: chunk, switchOn },
    })
    return results
  } catch (error) {
    const reason = error instanceof Error ? error.message : ''
    return chunk.map((id) => ({ id, result: 'failed', reason }))
  }
}

type InviteDoc = { id: number; invite?: { status?: InviteStatus; error?: string | null } }

/** Asks what became of the mails that were queued: sent, failed, or still on their way. */
export async function readMails(api: AdminApi, outcomes: readonly Outcome[]): Promise<Outcome[]> {
  const waiting = outcomes.filter(({ result }) => result === 'invited').map(({ id }) => id)
  const found = new Map<number, InviteDoc['invite']>()
  for (const ids of chunksOf(waiting, PAGE)) {
    const { docs } = await api<{ docs: InviteDoc[] }>(
      `/payers?depth=0&limit=${PAGE}&select[invite]=true&where[id][in]=${ids.join(',')}`,
    )
    for (const { id, invite } of docs) found.set(id, invite)
  }
  return outcomes.map((outcome) => withMail(outcome, found.get(outcome.id)))
}

function withMail(outcome: Outcome, invite: InviteDoc['invite']): Outcome {
  if (outcome.result !== 'invited' || !invite) return outcome
  if (invite.status === 'sent' || invite.status === 'accepted') return { id: outcome.id, result: 'sent' }
  if (invite.status === 'failed') return { id: outcome.id, result: 'failed', reason: invite.error ?? '' }
  return outcome
}

/** How many of each, like `18 sent, 2 failed`. */
export function summaryOf(outcomes: readonly Outcome[]): string {
  const names = Object.keys(OUTCOMES) as Outcome['result'][]
  const counts = names.map((name) => ({ name, count: outcomes.filter(({ result }) => result === name).length }))
  return counts
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${count} ${OUTCOMES[name].label.toLowerCase()}`)
    .join(', ')
}
