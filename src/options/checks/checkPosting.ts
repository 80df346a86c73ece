import type { PostingSettings } from '../postingSettings.ts'
import { refuse } from './refuse.ts'

const MAX_TEXT = 200

function checkText(at: string, value: unknown): void {
  if (value === undefined) return
  const isText = typeof value === 'string' && value.trim() !== '' && value.length <= MAX_TEXT
  if (!isText || /\p{Cc}/u.test(value)) refuse(at, `must be a text in one line of at most ${MAX_TEXT} characters`)
}

function checkType(at: string, type: PostingSettings['transactionType']): void {
  if (typeof type !== 'object' || type === null) {
    checkText(at, type)
    return
  }
  for (const kind of ['payment', 'reversal'] as const) {
    if (type[kind] === undefined) refuse(`${at}.${kind}`, 'is required: give one text for both, or one each')
    checkText(`${at}.${kind}`, type[kind])
  }
}

/** Refuses settings of a merchant account's postings that say nothing, or two things. */
export function checkPosting(at: string, settings: PostingSettings): void {
  for (const name of ['ledgerCode', 'bankAccount', 'arMessage'] as const) checkText(`${at}.${name}`, settings[name])
  checkType(`${at}.transactionType`, settings.transactionType)
  const { automatic = true, postedDate = 'payment', whenClosed = 'wait' } = settings
  if (typeof automatic !== 'boolean') refuse(`${at}.automatic`, 'must be true or false')
  if (postedDate !== 'payment' && postedDate !== 'posting') refuse(`${at}.postedDate`, 'must be payment or posting')
  if (whenClosed !== 'wait' && whenClosed !== 'first_open_day')
    refuse(`${at}.whenClosed`, 'must be wait or first_open_day')
}
