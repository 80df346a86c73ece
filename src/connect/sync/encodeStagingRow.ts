import type { SourceRow } from '../BillingSource.ts'
import type { MirroredInvoice, ReadResult } from '../rowToInvoice.ts'

/** The columns that the billing source owns; staging has the same and three of its own. */
export const OWNED_COLUMNS = [
  'number',
  'status',
  'client_number',
  'client_name',
  'matter_number',
  'matter_description',
  'issued_on',
  'due_on',
  'currency',
  'total',
  'balance',
  'account',
  'memo',
] as const

/** In the order in which `encodeStagingRow` writes them. */
export const STAGING_COLUMNS = ['external_id', ...OWNED_COLUMNS, 'matters', 'rejected', 'raw'] as const

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const SPECIAL = /[\\\t\n\r]/g
const MAX_RAW_TEXT = 200
const MAX_RAW_MATTERS = 3
const MAX_REASON = 500
/** An identity is kept whole, or a known invoice whose row turned bad would seem to be gone. */
const MAX_EXTERNAL_ID = 600

/** One value in the text format of COPY. */
function cell(value: string | number | null): string {
  if (value === null) return '\\N'
  if (typeof value === 'number') return String(value)
  return value.replace(SPECIAL, (found) => ESCAPES[found] ?? found)
}

function ownedValues(invoice: MirroredInvoice): (string | number | null)[] {
  return [
    invoice.number,
    invoice.status,
    invoice.clientNumber,
    invoice.clientName,
    invoice.matterNumber,
    invoice.matterDescription,
    invoice.issuedOn,
    invoice.dueOn,
    invoice.currency,
    invoice.total,
    invoice.balance,
    invoice.account,
    invoice.memo,
  ]
}

const mattersOf = ({ matters }: MirroredInvoice) => (matters.length === 0 ? '[]' : JSON.stringify(matters))

/**
 * What staff see of a row that was set aside: shortened, without its memo, which is between the firm and its client, and without
 * the characters that JSON columns refuse (NUL, halves of a pair).
 */
function rawOf({ memo, ...row }: SourceRow): string {
  const shown = { ...row, matters: Array.isArray(row.matters) ? row.matters.slice(0, MAX_RAW_MATTERS) : null }
  return JSON.stringify(shown, (_key, value: unknown) =>
    typeof value === 'string' ? Buffer.from(value.slice(0, MAX_RAW_TEXT).replaceAll('\0', '')).toString() : value,
  )
}

const withoutNul = (value: unknown, max: number): string | null =>
  value === null || value === undefined ? null : String(value).replaceAll('\0', '').slice(0, max)

/** One line for COPY: the invoice, or the row that is set aside with its reason. */
export function encodeStagingRow(row: SourceRow, result: ReadResult): string {
  const values =
    'invoice' in result
      ? [result.invoice.externalId, ...ownedValues(result.invoice), mattersOf(result.invoice), null, null]
      : [
          withoutNul(row.externalId, MAX_EXTERNAL_ID),
          ...OWNED_COLUMNS.map(() => null),
          '[]',
          withoutNul(result.rejected, MAX_REASON),
          rawOf(row),
        ]
  return `${values.map(cell).join('\t')}\n`
}
