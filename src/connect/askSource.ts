import type { BillingSource } from './BillingSource.ts'
import { SourceError } from './SourceError.ts'
import { withinTime } from './withinTime.ts'

/** What payers wait for. Each fails on its own: a store of documents may be down while the books are not. */
type AskedFor = 'invoices' | 'document'

type Args<Result> = {
  source: BillingSource
  what: AskedFor
  /** How long the answer may take. */
  seconds: number
  /** How long a source that did not answer is not asked again. */
  rest: number
  ask(signal: AbortSignal): Promise<Result>
}

/** Until when each source is left alone: an entry per source and thing, kept by this process only. */
const resting = new WeakMap<BillingSource, Map<AskedFor, number>>()

function restsOf(source: BillingSource): Map<AskedFor, number> {
  const rests = resting.get(source) ?? new Map<AskedFor, number>()
  resting.set(source, rests)
  return rests
}

const mayPass = (error: unknown) => !(error instanceof SourceError) || error.temporary

/**
 * Asks a source something that a payer waits for. One that did not answer is left alone for a while and answered
 * for at once, so that a dead one is not waited for by everybody; after that one call tries it, and the others still
 * do without. Rejects with what the source throws, NoAnswer, or a temporary SourceError while it rests.
 */
export async function askSource<Result>({ source, what, seconds, rest, ask }: Args<Result>): Promise<Result> {
  const rests = restsOf(source)
  const until = rests.get(what)
  if (until !== undefined && until > Date.now())
    throw new SourceError('It did not answer a short time ago.', { temporary: true })
  if (until !== undefined) rests.set(what, Date.now() + seconds * 1000)
  const stop = new AbortController()
  try {
    const answer = await withinTime(ask(stop.signal), seconds)
    rests.delete(what)
    return answer
  } catch (error) {
    stop.abort()
    if (mayPass(error)) rests.set(what, Date.now() + rest * 1000)
    else rests.delete(what)
    throw error
  }
}
