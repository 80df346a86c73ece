import fs from 'node:fs/promises'
import path from 'node:path'
import { errorText } from '../../errorText.ts'
import { SourceError } from '../../SourceError.ts'
import type { CsvSourceOptions } from './CsvSourceOptions.ts'

export type ExpectedFile = { rows?: number; sha256?: string }

/** One complete export: what is in it, as its manifest says. */
export type CsvExport = { folder: string; takenAt: Date; files: ReadonlyMap<string, ExpectedFile> }

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/

function refuse(message: string): never {
  throw new SourceError(message, { temporary: false })
}

const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0
const isHash = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{64}$/i.test(value)

function readExpected(name: string, value: unknown): ExpectedFile {
  const { rows, sha256 } = (value ?? {}) as { rows?: unknown; sha256?: unknown }
  const expected: ExpectedFile = {}
  if (isCount(rows)) expected.rows = Number(rows)
  else if (rows !== undefined) refuse(`The manifest's rows of ${name} are no count.`)
  if (isHash(sha256)) expected.sha256 = String(sha256).toLowerCase()
  else if (sha256 !== undefined) refuse(`The manifest's sha256 of ${name} is no such hash.`)
  if (rows === undefined && sha256 === undefined) refuse(`The manifest names neither rows nor sha256 of ${name}.`)
  return expected
}

function readTakenAt(value: unknown, written: Date): Date {
  if (value === undefined) return written
  if (typeof value !== 'string' || !INSTANT.test(value) || Number.isNaN(Date.parse(value)))
    refuse('The manifest\'s takenAt must be an instant with its zone, such as "2026-11-25T06:00:00Z".')
  return new Date(Math.min(Date.parse(value), written.getTime()))
}

/** Null when there is no manifest, or only a part of one. */
async function fromManifest(folder: string, name: string): Promise<CsvExport | null> {
  const file = path.join(folder, name)
  let manifest: { takenAt?: unknown; files?: unknown }
  let written: Date
  try {
    written = (await fs.stat(file)).mtime
    manifest = JSON.parse(await fs.readFile(file, 'utf8'))
  } catch {
    return null
  }
  const { files } = manifest
  if (typeof files !== 'object' || files === null) refuse('The manifest has no "files".')
  const entries = Object.entries(files).map(([each, value]) => [each, readExpected(each, value)] as const)
  return { folder, takenAt: readTakenAt(manifest.takenAt, written), files: new Map(entries) }
}

/** Null when there is no marker, or a file is newer than it: then the next export is being written. */
async function fromMarker(
  folder: string,
  { marker, names }: { marker: string; names: string[] },
): Promise<CsvExport | null> {
  try {
    const { mtime } = await fs.stat(path.join(folder, marker))
    const others = await Promise.all(names.map((name) => fs.stat(path.join(folder, name))))
    if (others.some((other) => other.mtime > mtime)) return null
    return { folder, takenAt: mtime, files: new Map(names.map((name) => [name, {}])) }
  } catch {
    return null
  }
}

async function foldersOf(folder: string): Promise<string[]> {
  try {
    const entries = await fs.readdir(folder, { withFileTypes: true })
    return [folder, ...entries.filter((entry) => entry.isDirectory()).map((entry) => path.join(folder, entry.name))]
  } catch (error) {
    throw new SourceError(`The folder of the export cannot be read: ${errorText(error)}`, { temporary: true })
  }
}

/** Names of the files that are mapped, each once. Throws for a name that leads out of the folder. */
export function mappedFiles({ invoices, clients, matters }: CsvSourceOptions): string[] {
  const names = [...new Set([invoices, clients, matters].flatMap((each) => (each ? [each.file] : [])))]
  for (const name of names)
    if (name !== path.basename(name) || name.startsWith('.')) refuse(`${name} is no file's name.`)
  return names
}

/** The newest complete export. Rejects with a SourceError when there is none, or it lacks a mapped file. */
export async function openExport(options: CsvSourceOptions): Promise<CsvExport> {
  const names = mappedFiles(options)
  const { marker, manifest = 'manifest.json' } = options
  const found: CsvExport[] = []
  for (const folder of await foldersOf(options.folder)) {
    const one = await (marker ? fromMarker(folder, { marker, names }) : fromManifest(folder, manifest))
    if (one) found.push(one)
  }
  const [newest] = found.sort((a, b) => b.takenAt.getTime() - a.takenAt.getTime())
  if (!newest)
    throw new SourceError(`No complete export is there: none has its ${marker ?? manifest}.`, { temporary: true })
  const missing = names.filter((name) => !newest.files.has(name))
  if (missing.length > 0) refuse(`The manifest does not name ${missing.join(', ')}.`)
  return newest
}
