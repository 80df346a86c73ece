import { CsvError, parse } from 'csv-parse/sync'
import { PortalError } from '../../base/errors.ts'
import { IMPORT_COLUMNS, type ImportColumn, MAX_IMPORT_ROWS } from './importColumns.ts'

/** One row of the file: its line, and the trimmed texts of the columns that we know. */
export type ImportRow = { line: number; cells: Partial<Record<ImportColumn, string>>; extraCells: boolean }

export type ImportFile = { rows: ImportRow[]; unknownColumns: string[]; hasAssociations: boolean }

const DELIMITERS = [',', ';', '\t'] as const

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

const NAMES: ReadonlyMap<string, ImportColumn> = new Map([
  ...IMPORT_COLUMNS.map((name): [string, ImportColumn] => [plain(name), name]),
  ['emailaddress', 'email'],
  ['business', 'businessName'],
  ['company', 'businessName'],
  ['receiptemail', 'receiptEmails'],
])

const refuse = (message: string): never => {
  throw new PortalError('bad_request', { message })
}

/** The one of the three that parts the most of the first line, outside of quotes. */
function delimiterOf(csv: string): string {
  const first = csv.replace(/"(?:[^"]|"")*"/g, '').split(/\r?\n|\r/, 1)[0] ?? ''
  const counts = DELIMITERS.map((delimiter) => first.split(delimiter).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
}

type Parsed = { record: string[]; info: { lines: number } }

function parseCells(csv: string): Parsed[] {
  try {
    return parse(csv, {
      bom: true,
      delimiter: delimiterOf(csv),
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
    }) as unknown as Parsed[]
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error.lines === 'number' ? ` (line ${error.lines})` : ''
    return refuse(`The file cannot be read as CSV${line}: is a quote left open?`)
  }
}

function readHeader(header: string[]): { known: (ImportColumn | null)[]; unknownColumns: string[] } {
  const known = header.map((name) => NAMES.get(plain(name)) ?? null)
  const twice = known.find((name, at) => name !== null && known.indexOf(name) !== at)
  if (twice) refuse(`The column ${twice} is there twice.`)
  if (!known.includes('email')) refuse('The first line must name the columns, and one of them must be email.')
  return { known, unknownColumns: header.filter((name, at) => known[at] === null && name !== '') }
}

/**
 * Reads a CSV of payers: UTF-8 with or without a byte order mark, parted by commas, semicolons or tabs, any
 * line ends, quoted line breaks. Every cell stays a text. Throws `bad_request` for a file that cannot be read,
 * has no email column or more than 10,000 rows.
 */
export function parseImport(csv: string): ImportFile {
  const [header, ...records] = parseCells(csv)
  if (!header) return refuse('The file is empty.')
  if (records.length > MAX_IMPORT_ROWS) refuse(`At most ${MAX_IMPORT_ROWS} rows are imported at once.`)
  const { known, unknownColumns } = readHeader(header.record)
  const rows = records.map(({ record, info }) => ({
    line: info.lines,
    extraCells: record.slice(known.length).some((cell) => cell !== ''),
    cells: Object.fromEntries(known.flatMap((name, at) => (name ? [[name, record[at] ?? '']] : []))),
  }))
  return { rows, unknownColumns, hasAssociations: known.includes('clientNumber') || known.includes('matterNumber') }
}
