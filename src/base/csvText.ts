/** A cell: a text, an exact decimal that stays a number whatever its sign, or nothing. */
export type CsvCell = string | { decimal: string } | null

const DECIMAL = /^-?\d+(\.\d+)?$/
/** What a spreadsheet would take for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/

const quoted = (text: string) => (/["\r\n,;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

function cellText(cell: CsvCell): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return quoted(FORMULA.test(cell) ? `'${cell}` : cell)
  if (!DECIMAL.test(cell.decimal)) throw new RangeError('not a decimal')
  return cell.decimal
}

/**
 * Rows as CSV (RFC 4180, UTF-8 with its mark, so that spreadsheets read it as such). A text that a spreadsheet
 * would run as a formula gets an apostrophe in front. Throws a RangeError when a decimal is none.
 */
export const csvText = (rows: readonly (readonly CsvCell[])[]): string =>
  `\uFEFF${rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('')}`
