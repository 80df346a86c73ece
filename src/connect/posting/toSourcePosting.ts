import { dateIn } from '../../base/dates.ts'
import { minorToDecimal } from '../../base/money.ts'
import type { PostingSettings } from '../../options/postingSettings.ts'
import type { SourcePosting } from '../BillingSource.ts'
import type { PostingRow } from './readPosting.ts'

type Settled = { settings: PostingSettings; timeZone: string; today: Date }

/** The codes of the account, as the source is told them. */
function codesOf({ ledgerCode, transactionType, bankAccount, arMessage }: PostingSettings, row: PostingRow) {
  return {
    ledgerCode: ledgerCode ?? null,
    transactionType: (typeof transactionType === 'object' ? transactionType[row.kind] : transactionType) ?? null,
    bankAccount: bankAccount ?? null,
    arMessage: arMessage?.replaceAll('{reference}', row.reference) ?? null,
  }
}

/** What the source is asked to write: amounts as decimals, days in the firm's time zone. */
export function toSourcePosting(row: PostingRow, { settings, timeZone, today }: Settled): SourcePosting {
  const total = row.lines.reduce((sum, line) => sum + line.amount, 0)
  const paidOn = dateIn(timeZone, row.settledAt ?? row.createdAt)
  return inOrder({
    reference: row.reference,
    kind: row.kind,
    ...(row.kind === 'reversal' && row.original ? { originalReference: row.original.reference } : {}),
    account: row.account,
    currency: row.currency,
    amount: minorToDecimal(total, row.currency),
    paidOn,
    postedOn: settings.postedDate === 'posting' ? dateIn(timeZone, today) : paidOn,
    ...codesOf(settings, row),
    lines: row.lines.map(({ externalId, invoiceNumber, amount }) => ({
      externalId,
      invoiceNumber,
      amount: minorToDecimal(amount, row.currency),
    })),
  })
}

/**
 * The same posting with its parts in one order, whichever order the database kept them in: a system that compares
 * the body of a repeat with the first one's finds them equal.
 */
export const inOrder = (posting: SourcePosting): SourcePosting => ({
  reference: posting.reference,
  kind: posting.kind,
  ...(posting.originalReference === undefined ? {} : { originalReference: posting.originalReference }),
  account: posting.account,
  currency: posting.currency,
  amount: posting.amount,
  paidOn: posting.paidOn,
  postedOn: posting.postedOn ?? posting.paidOn,
  ledgerCode: posting.ledgerCode ?? null,
  transactionType: posting.transactionType ?? null,
  bankAccount: posting.bankAccount ?? null,
  arMessage: posting.arMessage ?? null,
  lines: posting.lines.map(({ externalId, invoiceNumber, amount }) => ({ externalId, invoiceNumber, amount })),
})
