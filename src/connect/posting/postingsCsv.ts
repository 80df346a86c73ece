import { type CsvCell, csvText } from '../../base/csvText.ts'
import { minorToDecimal } from '../../base/money.ts'
import type { PostingDoc } from './listPostings.ts'

const HEAD = [
  'Posting',
  'Reference',
  'State',
  'Kind',
  'Payer number',
  'Payer',
  'Billing source',
  'Merchant account',
  'Currency',
  'Amount',
  'Paid on',
  'Posted on',
  'Invoices',
  'Id in the billing system',
  'Attempts',
  'Reason',
  'Posted at',
  'Read back at',
]

/** Money that comes again after it went back is a `reversal` of ours: it counts like a payment. */
const TAKES_BACK = new Set(['refund', 'return', 'dispute'])

const instant = (at: string | null) => (at === null ? null : new Date(at).toISOString())
const count = (value: number) => ({ decimal: String(value) })

function rowOf(doc: PostingDoc): CsvCell[] {
  const signed = TAKES_BACK.has(doc.kind) ? -doc.amount : doc.amount
  return [
    count(doc.id),
    doc.reference,
    doc.status,
    doc.kind,
    count(doc.payer),
    doc.payerName,
    doc.source,
    doc.account,
    doc.currency.toUpperCase(),
    { decimal: minorToDecimal(signed, doc.currency) },
    doc.paidOn,
    doc.postedOn,
    doc.lines.map(({ invoice, invoiceNumber }) => invoiceNumber ?? `#${invoice}`).join(' '),
    doc.externalId,
    count(doc.attempts),
    doc.removedReason ?? doc.error,
    instant(doc.postedAt),
    instant(doc.readBackAt),
  ]
}

/** Postings as CSV, one row each, what went back below zero; the last row says so when there are more. */
export const postingsCsv = (docs: readonly PostingDoc[], { isCapped }: { isCapped: boolean }): string =>
  csvText([HEAD, ...docs.map(rowOf), ...(isCapped ? [['There are more postings: narrow the filter.']] : [])])
