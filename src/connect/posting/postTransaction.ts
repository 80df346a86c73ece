import type { Payload } from 'payload'
import { poolOf, type Queryable } from '../../base/database.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import type { PortalOptions } from '../../options/types.ts'
import type { BillingSource } from '../BillingSource.ts'
import { errorText } from '../errorText.ts'
import { SourceError } from '../SourceError.ts'
import { withinTime } from '../withinTime.ts'
import { movePosting } from './movePosting.ts'
import { type PostingRow, readPosting } from './readPosting.ts'
import { takeOutPosting } from './removePosting.ts'
import { toSourcePosting } from './toSourcePosting.ts'

type Args = {
  payload: Payload
  posting: number
  /** Staff ask for it: also where the source cannot promise that a repeat posts nothing. */
  byHand?: boolean
}

/** What is missing so that this posting could be written, in words for staff; null when nothing is. */
function whatIsMissing(row: PostingRow, source: BillingSource | undefined): string | null {
  if (!source) return `There is no billing source ${row.source} any more.`
  if (!source.post) return `${source.label} takes no postings: enter this payment there by hand.`
  if (row.lines.length === 0) return 'No line of this transaction names an invoice of the source.'
  if (row.lines.some((line) => line.source !== row.source)) return 'Its invoices come from several sources.'
  if (row.kind !== 'reversal') return null
  if (!row.original) return 'The payment that this undoes was never written to the billing system.'
  return row.original.status === 'removed'
    ? 'The payment that this undoes was entered by hand: enter this one by hand too.'
    : null
}

/** A reversal is written after what it undoes. */
function mustWait(row: PostingRow): boolean {
  return row.kind === 'reversal' && row.original !== null && row.original.status !== 'posted'
}

async function fail(db: Queryable, row: PostingRow, error: SourceError): Promise<void> {
  await movePosting(db, { posting: row.id, to: 'failed', error: errorText(error) })
  // The worker tries again, with growing waits. What was refused would be refused again.
  if (error.temporary) throw error
}

async function write(
  db: Queryable,
  row: PostingRow,
  { source, options }: { source: BillingSource; options: PortalOptions },
) {
  if ((await movePosting(db, { posting: row.id, to: 'queued' })) === null) return
  if (mustWait(row)) return fail(db, row, new SourceError('Waits for the payment that it undoes.', { temporary: true }))
  try {
    if (!source.post) return
    const posted = await withinTime(source.post(toSourcePosting(row, options.timeZone)), options.times.sourceAnswer)
    await movePosting(db, { posting: row.id, to: 'posted', ...posted })
  } catch (error) {
    const cause =
      error instanceof SourceError ? error : new SourceError(errorText(error), { temporary: true, cause: error })
    await fail(db, row, cause)
  }
}

/**
 * Writes one posting to its billing system, once however often this runs: the source knows our
 * reference. Rejects when a repeat may help, with the reason on the posting; a refusal ends as
 * `failed`, a lack as `incomplete`, and both wait for staff. Sources without a unique reference are
 * only written to by hand.
 */
export async function postTransaction({ payload, posting, byHand = false }: Args): Promise<void> {
  const db = poolOf(payload) as Queryable
  const row = await readPosting(db, posting)
  if (!row || row.status === 'posted' || row.status === 'removed') return
  if (row.kind === 'reversal' && row.original?.release === 'wont_be_entered') {
    await takeOutPosting(payload, {
      posting,
      release: 'wont_be_entered',
      reason: 'The payment that this undoes was taken out.',
    })
    return
  }
  const options = portalOptions(payload)
  const source = options.sources.find((candidate) => candidate.key === row.source)
  if (source && source.posting !== 'exactly-once' && !byHand) return
  const missing = whatIsMissing(row, source)
  if (missing || !source) {
    await movePosting(db, { posting, to: 'incomplete', error: missing })
    return
  }
  await write(db, row, { source, options })
}
