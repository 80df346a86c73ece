import { normalText } from '../../base/text.ts'
import type { SourceSearchRow } from '../BillingSource.ts'

const MAX_TEXT = 2400

/** A text in the form in which associations keep it; null for whatever is none. */
function textOf(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > MAX_TEXT || /\0|\p{Surrogate}/u.test(value)) return null
  return normalText(value)
}

/** A source's row in the normal form; null for one without the number that an association of it would hold on to. */
export function readSearchRow(row: SourceSearchRow): SourceSearchRow | null {
  const clientNumber = textOf(row.clientNumber)
  const numbers = {
    ...('matterNumber' in row ? { matterNumber: textOf(row.matterNumber) } : {}),
    ...('matterDescription' in row ? { matterDescription: textOf(row.matterDescription) } : {}),
    ...('invoiceNumber' in row ? { invoiceNumber: textOf(row.invoiceNumber) } : {}),
  }
  if (clientNumber === null) return null
  if (row.level === 'matter' && !numbers.matterNumber) return null
  if (row.level === 'invoice' && !numbers.invoiceNumber) return null
  return { level: row.level, clientNumber, clientName: textOf(row.clientName), ...numbers }
}
