import type { Totals } from '../../base/totals.ts'
import { type Choices, type ConditionField, choicesToData, type Draft } from './association.ts'

/** A client, matter or invoice of a billing source, as Connect's search finds it. */
export type SearchRow = {
  level: 'client' | 'matter' | 'invoice'
  source: string
  clientNumber: string
  clientName: string | null
  matterNumber?: string | null
  matterDescription?: string | null
  invoiceNumber?: string | null
  totals?: Totals[]
}

/** Tells two results apart; JSON, so that no character in a number can make two rows alike. */
export function rowKey(row: SearchRow): string {
  return JSON.stringify([row.level, row.source, row.clientNumber, row.matterNumber ?? null, row.invoiceNumber ?? null])
}

function conditions(row: SearchRow): Partial<Record<ConditionField, string>> {
  const { level, clientNumber, matterNumber, invoiceNumber } = row
  if (level === 'matter' && matterNumber) return { clientNumber, matterNumber }
  if (level === 'invoice' && invoiceNumber) return { clientNumber, invoiceNumber }
  if (level === 'client' && clientNumber) return { clientNumber }
  // Never a wider rule than the row that was ticked.
  throw new RangeError(`a ${level} without its number`)
}

/** Can the row be ticked: has it the numbers its rule needs? */
export function isSelectable({ level, clientNumber, matterNumber, invoiceNumber }: SearchRow): boolean {
  if (!clientNumber) return false
  return level === 'client' || Boolean(level === 'matter' ? matterNumber : invoiceNumber)
}

/**
 * The association that a ticked row stands for: numbers, never names, and the source when there are several. Throws a
 * RangeError for a row that is not selectable.
 */
export function rowToDraft(row: SearchRow, choices: Choices, severalSources: boolean): Draft {
  return {
    ...conditions(row),
    ...(severalSources ? { source: row.source } : {}),
    ...choicesToData(choices),
  }
}

/** A row in words, for lists and for screen readers. */
export function rowTitle({
  level,
  clientNumber,
  clientName,
  matterNumber,
  matterDescription,
  invoiceNumber,
}: SearchRow) {
  const client = [clientNumber, clientName].filter(Boolean).join(' ')
  if (level === 'client') return `Client ${client}`
  if (level === 'invoice') return `Invoice ${invoiceNumber ?? ''} of client ${client}`
  return `Matter ${[matterNumber, matterDescription].filter(Boolean).join(' ')} of client ${client}`
}
