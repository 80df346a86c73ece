import { CsvError, parse } from 'csv-parse/sync'
import { PortalError } from './errors.ts'
import { MAX_IMPORT_ROWS } from './importLimits.ts'

/** One row of the file: the line on which it ends, and the trimmed texts of the columns that are known. */
export type CsvRow<Column extends string> = {
  line: number
  cells: Partial<Record<Column, string>>
  extraCells: boolean
}

export type CsvFile<Column extends string> = {
  rows: CsvRow<Column>[]
  columns: Column[]
  unknownColumns: string[]
}

export type CsvColumns<Column extends string> = {
  /** How else a column may be called, by `plainName`. */
  aliases: Readonly<Record<string, Column>>
  columns: readonly Column[]
  /** The one that must be there. */
  needed: Column
}

const DELIMITERS = [',', ';', '\t'] as const

const plainName = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

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

function readHeader<Column extends string>(
  header: string[],
  { aliases, columns, needed }: CsvColumns<Column>,
): { known: (Column | null)[]; unknownColumns: string[] } {
  const names = new Map([...columns.map((name) => [plainName(name), name] as const), ...Object.entries(aliases)])
  const known = header.map((name) => names.get(plainName(name)) ?? null)
  const twice = known.find((name, at) => name !== null && known.indexOf(name) !== at)
  if (twice) refuse(`The column ${twice} is there twice.`)
  if (!known.includes(needed)) refuse(`The first line must name the columns, and one of them must be ${needed}.`)
  return { known, unknownColumns: header.filter((name, at) => known[at] === null && name !== '') }
}

/**
 * Reads a CSV file: UTF-8 with or without a byte order mark, parted by commas, semicolons or tabs, any line ends,
 * quoted line breaks. Every cell stays a text. Throws `bad_request` for a file that cannot be read, has not the
 * column that is needed or more than 10,000 rows.
 */
export function parseCsvFile<Column extends string>(csv: string, wanted: CsvColumns<Column>): CsvFile<Column> {
  const [header, ...records] = parseCells(csv)
  if (!header) return refuse('The file is empty.')
  if (records.length > MAX_IMPORT_ROWS) refuse(`At most ${MAX_IMPORT_ROWS} rows are imported at once.`)
  const { known, unknownColumns } = readHeader(header.record, wanted)
  const rows = records.map(({ record, info }) => ({
    line: info.lines,
    extraCells: record.slice(known.length).some((cell) => cell !== ''),
    cells: Object.fromEntries(known.flatMap((name, at) => (name ? [[name, record[at] ?? '']] : []))) as Partial<
      Record<Column, string>
    >,
  }))
  return { rows, columns: known.filter((name) => name !== null), unknownColumns }
}
