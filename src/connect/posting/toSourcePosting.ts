import { dateIn } from '../../base/dates.ts'
import { minorToDecimal } from '../../base/money.ts'
import type { SourcePosting } from '../BillingSource.ts'
import type { PostingRow } from './readPosting.ts'

/** What the source is asked to write: amounts as decimals, the day in the firm's time zone. */
export function toSourcePosting(row: PostingRow, timeZone: string): SourcePosting {
  const total = row.lines.reduce((sum, line) => sum + line.amount, 0)
  return {
    reference: row.reference,
    kind: row.kind,
    ...(row.kind === 'reversal' && row.original ? { originalReference: row.original.reference } : {}),
    account: row.account,
    currency: row.currency,
    amount: minorToDecimal(total, row.currency),
    paidOn: dateIn(timeZone, row.settledAt ?? row.createdAt),
    lines: row.lines.map(({ externalId, invoiceNumber, amount }) => ({
      externalId,
      invoiceNumber,
      amount: minorToDecimal(amount, row.currency),
    })),
  }
}
