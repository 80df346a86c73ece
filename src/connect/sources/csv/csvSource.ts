import type { BillingSource, SourceRow } from '../../BillingSource.ts'
import { SourceError } from '../../SourceError.ts'
import type { CsvColumn, CsvFile, CsvSourceOptions } from './CsvSourceOptions.ts'
import { cellReader } from './cellReader.ts'
import { mappedFiles, openExport } from './openExport.ts'
import { readCsvDocument } from './readCsvDocument.ts'
import { decoderOf, readCsvFile } from './readCsvFile.ts'
import { readCsvInvoices } from './readCsvInvoices.ts'
import { searchCsv } from './searchCsv.ts'

const BATCH = 1000

async function* batches(rows: AsyncIterable<SourceRow>, signal?: AbortSignal): AsyncGenerator<SourceRow[]> {
  let batch: SourceRow[] = []
  for await (const row of rows) {
    batch.push(row)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
    signal?.throwIfAborted()
  }
  if (batch.length > 0) yield batch
}

function assertOptions(options: CsvSourceOptions): void {
  const { decimal = '.', thousands, delimiter = ',' } = options
  mappedFiles(options)
  decoderOf(options)
  if (thousands === decimal) throw new SourceError(`decimal and thousands are both "${decimal}".`, { temporary: false })
  if (thousands === delimiter && thousands === ',')
    throw new SourceError('delimiter and thousands are both a comma.', { temporary: false })
}

/** Reads the newest export as a sync would, and the first row of the other files. */
async function check(options: CsvSourceOptions): Promise<void> {
  assertOptions(options)
  const from = await openExport(options)
  const files = [options.invoices, options.clients, options.matters] as (
    | CsvFile<Record<string, CsvColumn>>
    | undefined
  )[]
  for (const each of files) {
    if (!each) continue
    for await (const { cells } of readCsvFile({ from, file: each.file, options })) {
      cellReader({ file: each.file, header: cells, columns: each.columns })
      break
    }
  }
}

/**
 * A billing source over a folder of CSV files that the billing system exports. Read only. Only a complete export
 * is read, checked against its manifest to the last row; a row that cannot be right is set aside with file and line.
 */
export function csvSource(options: CsvSourceOptions): BillingSource {
  const { documents } = options
  return {
    key: options.key,
    label: options.label,
    posting: 'none',
    check: () => check(options),
    read: async ({ signal }) => {
      assertOptions(options)
      const from = await openExport(options)
      const stop = signal ? { signal } : {}
      const invoices = batches(readCsvInvoices({ from, options, ...stop }), signal)
      // Old as the export is, not as this read: what was entered by hand since then is not in it.
      return { startedAt: from.takenAt, invoices, close: async () => void (await invoices.return(undefined)) }
    },
    readInvoices: async (externalIds, { signal }) => {
      assertOptions(options)
      const from = await openExport(options)
      const wanted = new Set<string | null>(externalIds)
      const rows: SourceRow[] = []
      for await (const row of readCsvInvoices({ from, options, ...(signal ? { signal } : {}) }))
        if (wanted.has(row.externalId)) rows.push(row)
      return { startedAt: from.takenAt, rows, contained: null }
    },
    search: (query) => searchCsv(options, query),
    ...(documents
      ? { getDocument: (externalId, given) => readCsvDocument({ options, documents, externalId, ...given }) }
      : {}),
    close: async () => undefined,
  }
}
