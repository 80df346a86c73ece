import { minorToDecimal } from '../../base/money.ts'
import type { PostingSettings } from '../../options/postingSettings.ts'
import type { BillingSource } from '../BillingSource.ts'
import type { PostingRow } from './readPosting.ts'

type Asked = {
  row: PostingRow
  source: BillingSource | undefined
  settings: PostingSettings
  /** Do the options name its merchant account? Else nobody knows the codes to write. */
  hasAccount: boolean
}

/** The setting that the source's postings need and the account does not have. */
function missingCode({ row, source, settings }: Asked): string | null {
  const code = source?.postingNeeds?.find((name) => !settings[name])
  return code
    ? `The merchant account ${row.account} has no ${code}: set accounts.${row.account}.posting.${code}.`
    : null
}

/** The invoice that can take its part no more, where nobody has asked the billing system to write it yet. */
function closedInvoice({ kind, inDoubt, currency, lines }: PostingRow): string | null {
  if (kind === 'reversal' || inDoubt) return null
  const instead = 'Choose other invoices for it.'
  const gone = lines.find((line) => line.isGone)
  if (gone) return `Invoice ${gone.invoiceNumber} is not in the billing system any more, or void. ${instead}`
  const other = lines.find((line) => line.currency !== currency)
  if (other)
    return `Invoice ${other.invoiceNumber} is in ${other.currency.toUpperCase()} by now, and was paid in ${currency.toUpperCase()}. ${instead}`
  const over = lines.find((line) => line.over > 0)
  if (!over) return null
  const amount = `${minorToDecimal(over.over, currency)} ${currency.toUpperCase()}`
  return `Invoice ${over.invoiceNumber} is open for ${amount} less than was paid on it. ${instead}`
}

function missingOriginal({ kind, original }: PostingRow): string | null {
  if (kind !== 'reversal') return null
  if (!original) return 'The payment that this undoes was never written to the billing system.'
  return original.status === 'removed'
    ? 'The payment that this undoes was entered by hand: enter this one by hand too.'
    : null
}

/** What is missing so that this posting could be written, in words for staff; null when nothing is. */
export function whatIsMissing(asked: Asked): string | null {
  const { row, source } = asked
  if (!source) return `There is no billing source ${row.source} any more.`
  if (!source.post) return `${source.label} takes no postings: enter this payment there by hand.`
  if (!asked.hasAccount) return `There is no merchant account ${row.account} any more: put its key back into accounts.`
  if (row.lines.length === 0) return 'No line of this transaction names an invoice of the source.'
  if (row.lines.some((line) => line.source !== row.source)) return 'Its invoices come from several sources.'
  return missingCode(asked) ?? missingOriginal(row) ?? closedInvoice(row)
}
