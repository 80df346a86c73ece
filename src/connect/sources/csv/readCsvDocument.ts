import fs, { type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { errorText } from '../../errorText.ts'
import { SourceError } from '../../SourceError.ts'
import { tooLargeDocument } from '../tooLargeDocument.ts'
import type { CsvColumn, CsvSourceOptions } from './CsvSourceOptions.ts'
import { type CellReader, cellReader } from './cellReader.ts'
import { type CsvExport, openExport } from './openExport.ts'
import { type CsvRow, readCsvFile } from './readCsvFile.ts'

type Documents = NonNullable<CsvSourceOptions['documents']>
type Args = {
  options: CsvSourceOptions
  documents: Documents
  externalId: string
  maxBytes: number
  signal?: AbortSignal
}

const NOT_THERE = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'])
/** A link is not followed: it may lead out of the folder. A pipe keeps nobody waiting. */
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = fs.constants
const OPEN_FLAGS = O_RDONLY | O_NOFOLLOW | O_NONBLOCK
const LINK = new Set(['ELOOP', 'EMLINK'])

type Names = { file: string; cells: CellReader<'externalId' | 'name'> }

/** Which cell is which nobody can say of a row with one too many: another invoice's bill may stand there. */
function nameOf(row: CsvRow, { file, cells }: Names): string | null {
  if (row.cells.length === cells.width) return cells.read(row.cells, 'name')?.trim() ?? null
  throw new SourceError(`${file} line ${row.line} has ${row.cells.length} cells, not ${cells.width}.`, {
    temporary: false,
  })
}

/** The name that the invoice's row says; null when it says none. */
async function nameInFile(args: Args & { from: CsvExport; column: CsvColumn }): Promise<string | null> {
  const { from, options, column, externalId, signal } = args
  const { file, columns } = options.invoices
  let cells: CellReader<'externalId' | 'name'> | undefined
  for await (const row of readCsvFile({ from, file, options, ...(signal ? { signal } : {}) })) {
    if (!cells)
      cells = cellReader({ file, header: row.cells, columns: { externalId: columns.externalId, name: column } })
    else if (cells.read(row.cells, 'externalId') === externalId) return nameOf(row, { file, cells })
  }
  return null
}

/** A file's name and nothing that leads to another folder. Throws a SourceError. */
function plainName(name: string): string {
  if (/[/\\\0]/.test(name) || name.startsWith('.'))
    throw new SourceError('The name of a document is no name of a file.', { temporary: false })
  return name
}

async function open(file: string): Promise<FileHandle | null> {
  try {
    return await fs.open(file, OPEN_FLAGS)
  } catch (error) {
    const code = (error as { code?: string }).code ?? ''
    if (NOT_THERE.has(code)) return null
    const temporary = !LINK.has(code)
    throw new SourceError(`A document cannot be read: ${errorText(error)}`, { temporary, cause: error })
  }
}

async function readFile(file: string, maxBytes: number): Promise<Uint8Array | null> {
  const handle = await open(file)
  if (!handle) return null
  try {
    const facts = await handle.stat()
    if (!facts.isFile()) throw new SourceError('A document is no file.', { temporary: false })
    if (facts.size > maxBytes) throw tooLargeDocument(maxBytes)
    return await handle.readFile()
  } finally {
    await handle.close()
  }
}

/** The PDF of one invoice out of the folder of documents; null when there is none. Rejects with a SourceError. */
export async function readCsvDocument(args: Args): Promise<Uint8Array | null> {
  const { options, documents, externalId, maxBytes } = args
  const from = await openExport(options)
  const { file: column } = documents
  const name = column === undefined ? `${externalId}.pdf` : await nameInFile({ ...args, from, column })
  if (name === null) return null
  return readFile(path.join(path.resolve(from.folder, documents.folder), plainName(name)), maxBytes)
}
