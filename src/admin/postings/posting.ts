import { decimalToMinor, minorToDecimal } from '../../base/money.ts'
import type { PostingDoc } from '../../connect/posting/listPostings.ts'
import type { PostingChoice, PostingSent } from '../../connect/posting/readPostingDetail.ts'
import { moneyText } from '../money/moneyText.ts'

export type PostingFilterTexts = {
  status: string
  account: string
  source: string
  from: string
  to: string
  payer: string
  q: string
}

export const NO_FILTER: PostingFilterTexts = { status: '', account: '', source: '', from: '', to: '', payer: '', q: '' }

/** The filter that a link to the page asks for; what is no part of one is left out. Pure. */
export function filterOfLink(query: Readonly<Record<string, string | string[] | undefined>>): PostingFilterTexts {
  const given = Object.keys(NO_FILTER).flatMap((name) => {
    const text = query[name]
    return typeof text === 'string' ? [[name, text]] : []
  })
  return { ...NO_FILTER, ...Object.fromEntries(given) }
}

/** The states in words. */
export const STATE_WORDS: Readonly<Record<PostingDoc['status'], string>> = {
  pending: 'Pending',
  incomplete: 'Incomplete',
  queued: 'Queued',
  posted: 'Posted',
  failed: 'Failed',
  removed: 'Removed',
}

/** The lines of a history in words. */
export const MOVE_WORDS: Readonly<Record<string, string>> = {
  ...STATE_WORDS,
  queued: 'Tried',
  retried: 'Asked to post',
  reallocated: 'Moved to other invoices',
  read_back: 'Read back in a balance',
}

/** What of the filter is not blank. */
export const trimmed = (filter: PostingFilterTexts): Record<string, string> =>
  Object.fromEntries(Object.entries(filter).flatMap(([name, text]) => (text.trim() ? [[name, text.trim()]] : [])))

const CODE_WORDS = {
  ledgerCode: 'Ledger code',
  transactionType: 'Transaction type',
  bankAccount: 'Bank account',
  arMessage: 'A/R message',
  postedOn: 'Posted as of',
} as const satisfies Record<keyof PostingSent, string>

/** What the billing system was asked to write beside the money, a line for each that is set. Pure. */
export const sentTexts = (sent: PostingSent): string[] =>
  (Object.keys(CODE_WORDS) as (keyof PostingSent)[]).flatMap((name) =>
    sent[name] === null ? [] : [`${CODE_WORDS[name]}: ${sent[name]}`],
  )

/** The filter as a query string without a question mark. */
export const filterQuery = (filter: PostingFilterTexts): string => new URLSearchParams(trimmed(filter)).toString()

const TAKES_BACK = new Set(['refund', 'return', 'dispute'])

/** What the posting changes in the books: what goes back stands below zero. */
export const signedMoney = ({ kind, amount, currency }: PostingDoc): string =>
  moneyText(TAKES_BACK.has(kind) ? -amount : amount, currency)

/** May its money go to other invoices? The server decides again. */
export const isMovable = ({ kind, status, inDoubt }: PostingDoc): boolean =>
  kind === 'payment' && (status === 'incomplete' || status === 'failed') && !inDoubt

/** May it be ticked: is there something that staff can do about it? */
export const isOpen = ({ status }: PostingDoc): boolean => status !== 'posted' && status !== 'removed'

/** An amount as typed, in minor units; a text says what is wrong, null is nothing typed. */
export function readPart(text: string, { most, currency }: { most: number; currency: string }): number | string | null {
  if (text.trim() === '') return null
  let amount: number
  try {
    amount = decimalToMinor(text, currency)
  } catch {
    return 'Write an amount such as 12.50.'
  }
  if (amount < 0) return 'Write an amount above zero.'
  return amount > most ? `At most ${minorToDecimal(most, currency)}.` : amount
}

export type Split = { allocations: { invoice: number; amount: number }[]; left: number; isWrong: boolean }

/** What was typed per invoice, and what of the payment has no place yet. */
export function splitOf(
  { amount, currency }: Pick<PostingDoc, 'amount' | 'currency'>,
  { choices, texts }: { choices: readonly PostingChoice[]; texts: Readonly<Record<number, string>> },
): Split {
  const parts = choices.map(({ invoice, most }) => ({
    invoice,
    part: readPart(texts[invoice] ?? '', { most, currency }),
  }))
  const allocations = parts.flatMap(({ invoice, part }) =>
    typeof part === 'number' && part > 0 ? [{ invoice, amount: part }] : [],
  )
  const placed = allocations.reduce((sum, line) => sum + line.amount, 0)
  return { allocations, left: amount - placed, isWrong: parts.some(({ part }) => typeof part === 'string') }
}
