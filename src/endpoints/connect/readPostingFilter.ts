import { isCalendarDate } from '../../base/dates.ts'
import { PortalError } from '../../base/errors.ts'
import type { PostingFilter } from '../../connect/posting/postingFilter.ts'
import { POSTING_STATES } from '../../connect/posting/postingStatuses.ts'

/** Reads one text of the request by its name; null when absent or blank. */
type ReadText = (name: keyof PostingFilter) => string | null

const MAX_ID = 2_147_483_647

function readDate(read: ReadText, name: 'from' | 'to'): string | null {
  const given = read(name)
  if (given !== null && !isCalendarDate(given))
    throw new PortalError('bad_request', { message: `${name} must be a date such as 2026-06-30.` })
  return given
}

function readPayer(read: ReadText): number | null {
  const given = read('payer')
  if (given === null) return null
  const payer = /^[1-9]\d{0,9}$/.test(given) ? Number(given) : Number.NaN
  if (!(payer <= MAX_ID)) throw new PortalError('bad_request', { message: "payer must be a payer's number." })
  return payer
}

/** Which postings: `status`, `account`, `source`, `payer`, `from`, `to`, `q`. Throws `bad_request`. */
export function readPostingFilter(read: ReadText): PostingFilter {
  const given = read('status')
  const status = POSTING_STATES.find((state) => state === given) ?? null
  if (given && !status)
    throw new PortalError('bad_request', { message: `status must be one of ${POSTING_STATES.join(', ')}.` })
  return {
    status,
    account: read('account'),
    source: read('source'),
    payer: readPayer(read),
    from: readDate(read, 'from'),
    to: readDate(read, 'to'),
    q: read('q'),
  }
}
