import { createHash } from 'node:crypto'
import fs, { type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CsvError, parse } from 'csv-parse'
import { counted } from '../../../base/counted.ts'
import { errorText } from '../../errorText.ts'
import { SourceError } from '../../SourceError.ts'
import type { CsvSourceOptions } from './CsvSourceOptions.ts'
import type { CsvExport } from './openExport.ts'

/** One row of a file: its cells in the file's order, and the line on which it ends. */
export type CsvRow = { cells: string[]; line: number }
type Args = { from: CsvExport; file: string; options: CsvSourceOptions; signal?: AbortSignal }
type Parsed = { record: string[]; info: { lines: number } }

const MAX_ROW = 1024 * 1024
const CHUNK = 256 * 1024

const incomplete = (file: string, why: string) =>
  new SourceError(`${file} is not whole: ${why}. Nothing of it is used.`, { temporary: true })

/** The decoder of the export's encoding, which refuses bytes that are none of its characters. */
export function decoderOf({ encoding = 'utf-8' }: CsvSourceOptions): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true })
  } catch (error) {
    throw new SourceError(`The encoding ${encoding} is unknown.`, { temporary: false, cause: error })
  }
}

async function* decoded(handle: FileHandle, { file, options, onBytes }: Args & { onBytes(bytes: Buffer): void }) {
  const decoder = decoderOf(options)
  try {
    for (;;) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, null)
      if (bytesRead === 0) break
      const bytes = buffer.subarray(0, bytesRead)
      onBytes(bytes)
      yield decoder.decode(bytes, { stream: true })
    }
    yield decoder.decode()
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error
    throw new SourceError(`${file} is not written in ${decoder.encoding}.`, { temporary: false, cause: error })
  }
}

const parserOf = ({ delimiter = ',', quote = '"' }: CsvSourceOptions) =>
  parse({
    delimiter,
    quote,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW,
  })

function toSourceError(error: unknown, { file, signal }: Args): Error {
  if (error instanceof SourceError) return error
  if (signal?.aborted) return new SourceError('The read was stopped.', { temporary: true, cause: error })
  const where = error instanceof CsvError && error.lines ? `${file} line ${error.lines}` : file
  return new SourceError(`${where}: ${errorText(error)}`, { temporary: true, cause: error })
}

async function* rowsOf(handle: FileHandle, args: Args): AsyncGenerator<CsvRow> {
  const { from, file, options, signal } = args
  const expected = from.files.get(file) ?? {}
  const hash = expected.sha256 ? createHash('sha256') : null
  const before = await handle.stat()
  const parser = parserOf(options)
  const text = Readable.from(decoded(handle, { ...args, onBytes: (bytes) => hash?.update(bytes) }))
  const piped = pipeline(text, parser, signal ? { signal } : {})
  // What goes wrong there destroys the parser, and so ends the loop below with it.
  piped.catch(() => undefined)
  let rows = -1
  for await (const { record, info } of parser as AsyncIterable<Parsed>) {
    rows += 1
    yield { cells: record, line: info.lines }
  }
  await piped
  const after = await handle.stat()
  if (expected.rows !== undefined && rows !== expected.rows)
    throw incomplete(file, `it has ${counted(Math.max(rows, 0), 'row')}, its manifest says ${expected.rows}`)
  if (hash && hash.digest('hex') !== expected.sha256) throw incomplete(file, 'it is not the file of its manifest')
  if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) throw incomplete(file, 'it was written meanwhile')
}

/**
 * The rows of one file of an export, the first one with the names of the columns. It ends without an
 * error only when every row was read and they are those of the manifest; otherwise it rejects with a
 * SourceError that says file and line. Memory is one chunk.
 */
export async function* readCsvFile(args: Args): AsyncGenerator<CsvRow> {
  let handle: FileHandle | undefined
  try {
    args.signal?.throwIfAborted()
    handle = await fs.open(path.join(args.from.folder, args.file))
    yield* rowsOf(handle, args)
  } catch (error) {
    throw toSourceError(error, args)
  } finally {
    await handle?.close()
  }
}
