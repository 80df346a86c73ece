import type { SearchField, SourceSearch, SourceSearchRow } from '../../BillingSource.ts'
import { SourceError } from '../../SourceError.ts'
import { SEARCH_COLUMNS, SEARCH_LEVELS } from '../searchColumns.ts'
import type { CsvColumn, CsvFile, CsvSourceOptions } from './CsvSourceOptions.ts'
import { cellReader } from './cellReader.ts'
import { openExport } from './openExport.ts'
import { readCsvFile } from './readCsvFile.ts'

type Found = Partial<Record<SearchField, string | null>>
type Mapped = CsvFile<Partial<Record<SearchField, CsvColumn>>>

const MAX_FOUND = 20_000

const fold = (text: string | null | undefined) => (text ?? '').normalize('NFC').toLowerCase()

function fileOf(options: CsvSourceOptions, level: SourceSearchRow['level']): Mapped {
  const { file, columns } = options.invoices
  const own = { client: options.clients, matter: options.matters, invoice: undefined }[level]
  return own ?? { file, columns: { ...columns, invoiceNumber: columns.number } as Mapped['columns'] }
}

async function* rowsOf(options: CsvSourceOptions, query: SourceSearch): AsyncGenerator<Found> {
  const level = SEARCH_LEVELS[query.by]
  const { file, columns } = fileOf(options, level)
  const wanted = SEARCH_COLUMNS[level]
  const mapped = Object.fromEntries(Object.entries(columns).filter(([name]) => wanted.includes(name as SearchField)))
  let cells: ReturnType<typeof cellReader<SearchField>> | undefined
  for await (const row of readCsvFile({ from: await openExport(options), file, options })) {
    if (!cells) cells = cellReader<SearchField>({ file, header: row.cells, columns: mapped as Mapped['columns'] })
    else if (row.cells.length === cells.width)
      yield Object.fromEntries(wanted.map((name) => [name, cells?.read(row.cells, name) ?? null]))
  }
}

/** Clients and matters by all that is shown; an invoice by its number, without a matter when it is over several. */
function add(found: Map<string, Found>, { row, level }: { row: Found; level: SourceSearchRow['level'] }): void {
  const columns = level === 'invoice' ? (['clientNumber', 'invoiceNumber'] as const) : SEARCH_COLUMNS[level]
  const key = JSON.stringify(columns.map((name) => row[name] ?? ''))
  const known = found.get(key)
  const isOther = known !== undefined && known.matterNumber !== row.matterNumber
  found.set(key, isOther ? { ...row, matterNumber: null, matterDescription: null } : row)
}

/**
 * Searches the newest complete export by reading through its file: no index is kept. Each row once,
 * ordered by its columns. Rejects with a SourceError when too many rows match.
 */
export async function searchCsv(options: CsvSourceOptions, query: SourceSearch) {
  const level = SEARCH_LEVELS[query.by]
  const wanted: [SearchField, string][] = [
    ...(Object.entries(query.filters) as [SearchField, string][]),
    [query.by, query.q],
  ]
  const parts = wanted.map(([field, part]) => [field, fold(part)] as const)
  const found = new Map<string, Found>()
  for await (const row of rowsOf(options, query)) {
    if (!row.clientNumber || !parts.every(([field, part]) => fold(row[field]).includes(part))) continue
    add(found, { row, level })
    if (found.size > MAX_FOUND) throw new SourceError('Too many rows match: search for more.', { temporary: false })
  }
  const ordered = [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row)
  const rows = ordered.slice(query.offset, query.offset + query.limit)
  return {
    rows: rows.map((row) => ({ level, ...row }) as SourceSearchRow),
    hasNextPage: ordered.length > query.offset + query.limit,
  }
}
