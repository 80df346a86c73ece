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
const SPECIAL = /[\\\t\n\r]/
const EACH_SPECIAL = new RegExp(SPECIAL, 'g')
const MAX_RAW_TEXT = 200
const MAX_RAW_MATTERS = 3
const MAX_REASON = 500
/** An identity is kept whole, or a known invoice whose row turned bad would seem to be gone. */
const MAX_EXTERNAL_ID = 600

const escaped = (found: string) => ESCAPES[found] ?? found

/** One text in the text format of COPY. */
function cell(text: string | null): string {
  if (text === null) return '\\N'
  return SPECIAL.test(text) ? text.replace(EACH_SPECIAL, escaped) : text
}

const mattersOf = ({ matters }: MirroredInvoice) => (matters.length === 0 ? '[]' : cell(JSON.stringify(matters)))

/** Written out, since it runs for each of a million invoices. */
function encodeInvoice(invoice: MirroredInvoice): string {
  const { externalId, number, status, clientNumber, clientName, matterNumber, matterDescription } = invoice
  const who = `${cell(externalId)}\t${cell(number)}\t${status}\t${cell(clientNumber)}\t${cell(clientName)}`
  const what = `${cell(matterNumber)}\t${cell(matterDescription)}\t${cell(invoice.issuedOn)}\t${cell(invoice.dueOn)}`
  const money = `${invoice.currency}\t${invoice.total ?? '\\N'}\t${invoice.balance}\t${cell(invoice.account)}`
  return `${who}\t${what}\t${money}\t${cell(invoice.memo)}\t${mattersOf(invoice)}\t\\N\t\\N\n`
}

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

const NO_COLUMNS = OWNED_COLUMNS.map(() => '\\N').join('\t')

function encodeRejected(row: SourceRow, reason: string): string {
  const id = cell(withoutNul(row.externalId, MAX_EXTERNAL_ID))
  return `${id}\t${NO_COLUMNS}\t[]\t${cell(withoutNul(reason, MAX_REASON))}\t${cell(rawOf(row))}\n`
}

/** One line for COPY: the invoice, or the row that is set aside with its reason. */
export const encodeStagingRow = (row: SourceRow, result: ReadResult): string =>
  'invoice' in result ? encodeInvoice(result.invoice) : encodeRejected(row, result.rejected)
