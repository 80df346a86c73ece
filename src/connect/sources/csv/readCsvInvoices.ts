import { ROW_TEXTS, type SourceRow } from '../../BillingSource.ts'
import { SourceError } from '../../SourceError.ts'
import { amountReader } from './amountReader.ts'
import type { CsvInvoiceColumns, CsvSourceOptions } from './CsvSourceOptions.ts'
import { type CellReader, cellReader } from './cellReader.ts'
import { dateReader } from './dateReader.ts'
import type { CsvExport } from './openExport.ts'
import { type CsvRow, readCsvFile } from './readCsvFile.ts'

type Column = keyof CsvInvoiceColumns
type Cells = CellReader<Column>
type Args = { from: CsvExport; options: CsvSourceOptions; signal?: AbortSignal }

const VOID = ['true', 'yes', 'y', '1']

/** What may be read in one way only is read, the rest is a reason to set the row aside. */
function typedCells(options: CsvSourceOptions) {
  const [amountOf, dateOf] = [amountReader(options), dateReader(options.dates)]
  const voidTexts = new Set((options.voidWhen ?? VOID).map((text) => text.trim().toLowerCase()))
  return (row: CsvRow, cells: Cells) => {
    const problems: string[] = []
    const typed = (name: Column, { read, kind }: { read: (text: string) => string | null; kind: string }) => {
      const text = cells.read(row.cells, name)
      const value = text === null ? null : read(text)
      if (text !== null && value === null) problems.push(`${name} is not ${kind}: ${text.slice(0, 40)}`)
      return value
    }
    const amount = { read: amountOf, kind: 'an amount' }
    const date = { read: dateOf, kind: `a date like ${options.dates ?? 'YYYY-MM-DD'}` }
    const values = {
      issuedOn: typed('issuedOn', date),
      dueOn: typed('dueOn', date),
      total: typed('total', amount),
      balance: typed('balance', amount),
      isVoid: voidTexts.has((cells.read(row.cells, 'isVoid') ?? '').trim().toLowerCase()),
    }
    return { values, problem: problems[0] }
  }
}

function rowReader({ options }: Args, cells: Cells) {
  const { file } = options.invoices
  const readTyped = typedCells(options)
  return (row: CsvRow): SourceRow => {
    const place = `${file} line ${row.line}`
    const text = (name: Column) => cells.read(row.cells, name)
    const { values, problem } = readTyped(row, cells)
    const isWhole = row.cells.length === cells.width
    // Which cell is which nobody can say any more, except for the first one.
    if (!isWhole && cells.at('externalId') !== 0)
      throw new SourceError(`${place} has ${row.cells.length} cells, not ${cells.width}.`, { temporary: true })
    const wrong = isWhole ? problem : `has ${row.cells.length} cells, not ${cells.width}`
    return {
      externalId: text('externalId'),
      number: text('number'),
      clientNumber: text('clientNumber'),
      clientName: text('clientName'),
      matters: [{ matterNumber: text('matterNumber'), matterDescription: text('matterDescription') }],
      currency: text('currency'),
      account: text('account'),
      memo: text('memo'),
      ...values,
      place,
      ...(wrong ? { problem: wrong } : {}),
    }
  }
}

/** One invoice over several matters stands on several rows, one below the other. */
function join(one: SourceRow, other: SourceRow): SourceRow {
  const differs = ROW_TEXTS.find((field) => one[field] !== other[field])
  const problem = one.problem ?? other.problem ?? (differs && `the rows of this invoice differ in ${differs}`)
  return { ...one, matters: [...one.matters, ...other.matters], ...(problem ? { problem } : {}) }
}

async function* singleRows(args: Args): AsyncGenerator<SourceRow> {
  const { file, columns } = args.options.invoices
  let read: ((row: CsvRow) => SourceRow) | undefined
  for await (const row of readCsvFile({ ...args, file })) {
    if (read) yield read(row)
    else read = rowReader(args, cellReader<Column>({ file, header: row.cells, columns }))
  }
  if (!read) throw new SourceError(`${file} is empty: it has not even the names of its columns.`, { temporary: true })
}

/** The invoices of an export, one by one. Rejects with a SourceError when the file is not whole. */
export async function* readCsvInvoices(args: Args): AsyncGenerator<SourceRow> {
  let last: SourceRow | undefined
  for await (const next of singleRows(args)) {
    const isSame = last !== undefined && last.externalId !== null && last.externalId === next.externalId
    if (last && !isSame) yield last
    last = last && isSame ? join(last, next) : next
  }
  if (last) yield last
}
