import type { Payload } from 'payload'
import { poolOf, type Queryable } from '../../base/database.ts'
import { dateIn, dayAfter } from '../../base/dates.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import type { PostingSettings } from '../../options/postingSettings.ts'
import type { PortalOptions } from '../../options/types.ts'
import type { BillingSource, SourcePosting } from '../BillingSource.ts'
import { ClosedPeriod } from '../ClosedPeriod.ts'
import { errorText } from '../errorText.ts'
import { SourceError } from '../SourceError.ts'
import { withinTime } from '../withinTime.ts'
import { movePosting } from './movePosting.ts'
import { type PostingRow, readPosting } from './readPosting.ts'
import { takeOutPosting } from './removePosting.ts'
import { inOrder, toSourcePosting } from './toSourcePosting.ts'
import { whatIsMissing } from './whatIsMissing.ts'

type Args = {
  payload: Payload
  posting: number
  /** Staff ask for it: also where the account waits for that, or the source cannot promise that a repeat posts nothing. */
  byHand?: boolean
  /** Staff chose what to do about a closed period. @default the account's setting */
  whenClosed?: NonNullable<PostingSettings['whenClosed']>
}
type Writing = {
  db: Queryable
  row: PostingRow
  source: BillingSource
  options: PortalOptions
  settings: PostingSettings
}

/** A reversal is written after what it undoes. */
function mustWait(row: PostingRow): boolean {
  return row.kind === 'reversal' && row.original !== null && row.original.status !== 'posted'
}

const asSourceError = (error: unknown): SourceError =>
  error instanceof SourceError ? error : new SourceError(errorText(error), { temporary: true, cause: error })

/** After a temporary error nobody knows whether it was written; a refusal says that it was not. */
async function fail({ db, row }: Writing, error: SourceError): Promise<void> {
  await movePosting(db, { posting: row.id, to: 'failed', error: errorText(error), inDoubt: error.temporary })
  // The worker tries again, with growing waits. What was refused would be refused again.
  if (error.temporary) throw error
}

/** The first day after what is closed, where the account takes that and it is another day; null: wait for staff. */
function openDay({ settings, options }: Writing, { order, closed }: { order: SourcePosting; closed: ClosedPeriod }) {
  if (settings.whenClosed !== 'first_open_day') return null
  const day = closed.closedThrough ? dayAfter(closed.closedThrough) : dateIn(options.timeZone, new Date())
  return day > (order.postedOn ?? order.paidOn) ? day : null
}

async function waitForStaff({ db, row }: Writing, closed: ClosedPeriod): Promise<void> {
  const error = `${closed.message} Open the period there and retry, or post it on the first open day.`
  await movePosting(db, { posting: row.id, to: 'incomplete', error, inDoubt: false })
}

type Order = { order: SourcePosting; message?: string }

/** One try. Answers the day on which to try once more, after a closed period. */
async function send(writing: Writing, { order, message }: Order): Promise<string | null> {
  const { db, row, source, options } = writing
  const posting = row.id
  const queued = { posting, to: 'queued', sent: order, inDoubt: true, ...(message ? { message } : {}) } as const
  if (!source.post || (await movePosting(db, queued)) === null) return null
  try {
    const { externalId } = await withinTime(source.post(order), options.times.sourceAnswer)
    await movePosting(db, { posting, to: 'posted', externalId, inDoubt: false })
  } catch (error) {
    if (!(error instanceof ClosedPeriod)) await fail(writing, asSourceError(error))
    else {
      const day = openDay(writing, { order, closed: error })
      if (day === null) await waitForStaff(writing, error)
      return day
    }
  }
  return null
}

async function write(writing: Writing): Promise<void> {
  const { db, row, options, settings } = writing
  if (mustWait(row)) {
    if ((await movePosting(db, { posting: row.id, to: 'queued' })) === null) return
    const error = 'Waits for the payment that it undoes.'
    await movePosting(db, { posting: row.id, to: 'failed', error })
    throw new SourceError(error, { temporary: true })
  }
  // While nobody knows how the last try ended, the same is asked again, to the day and the code.
  const order =
    row.inDoubt && row.sent
      ? inOrder(row.sent)
      : toSourcePosting(row, { settings, timeZone: options.timeZone, today: new Date() })
  const postedOn = await send(writing, { order })
  if (postedOn === null) return
  const message = `${order.postedOn} is in a closed period: to be posted on ${postedOn}.`
  const again = await send(
    { ...writing, settings: { ...settings, whenClosed: 'wait' } },
    { order: { ...order, postedOn }, message },
  )
  if (again !== null) throw new Error('A posting that waits for staff was given another day.')
}

/** The refund of a payment that will never be entered is not entered either, and so is what comes again after one. */
const isLeftOut = ({ original, inDoubt }: PostingRow) => original?.release === 'wont_be_entered' && !inDoubt

/** Writes it when nothing is missing, and when it needs nobody's word or has it. */
async function writeOrWait(
  { db, row, options }: Pick<Writing, 'db' | 'row' | 'options'>,
  { byHand = false, whenClosed }: Pick<Args, 'byHand' | 'whenClosed'>,
): Promise<void> {
  const source = options.sources.find((candidate) => candidate.key === row.source)
  const settings = { ...options.accounts[row.account]?.posting, ...(whenClosed ? { whenClosed } : {}) }
  const isAutomatic = settings.automatic !== false && (!source || source.posting === 'exactly-once')
  if (!byHand && !isAutomatic) return
  const hasAccount = Object.hasOwn(options.accounts, row.account)
  const missing = whatIsMissing({ row, source, settings, hasAccount })
  if (missing || !source) await movePosting(db, { posting: row.id, to: 'incomplete', error: missing })
  else await write({ db, row, source, options, settings })
}

/**
 * Writes one posting to its billing system, once however often this runs: the source knows our
 * reference. Rejects when a repeat may help, with the reason on the posting; a refusal ends as
 * `failed`, a lack as `incomplete`, and both wait for staff. Sources without a unique reference, and
 * accounts that are not automatic, are only written to by hand.
 */
export async function postTransaction({ payload, posting, ...wish }: Args): Promise<void> {
  const db = poolOf(payload) as Queryable
  const row = await readPosting(db, posting)
  if (!row || row.status === 'posted' || row.status === 'removed') return
  if (isLeftOut(row)) {
    const reason = 'What this undoes was taken out.'
    await takeOutPosting(payload, { posting, release: 'wont_be_entered', reason })
    return
  }
  await writeOrWait({ db, row, options: portalOptions(payload) }, wish)
}
