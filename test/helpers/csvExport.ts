import { createHash } from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'

type Given = {
  takenAt?: string
  encode?: (text: string) => Uint8Array
  manifest?: boolean
  withRows?: boolean
  withHash?: boolean
}

/** Writes an export as a billing system should: the files first, the manifest last. */
export async function writeExport(folder: string, files: Record<string, string>, given: Given = {}): Promise<void> {
  const { takenAt, encode = (text) => Buffer.from(text), manifest = true, withRows = true, withHash = true } = given
  await fs.mkdir(folder, { recursive: true })
  await fs.rm(path.join(folder, 'manifest.json'), { force: true })
  const entries: Record<string, { rows?: number; sha256?: string }> = {}
  for (const [name, text] of Object.entries(files)) {
    const bytes = encode(text)
    await fs.writeFile(path.join(folder, name), bytes)
    entries[name] = {
      ...(withRows ? { rows: text.trimEnd().split(/\r?\n/).length - 1 } : {}),
      ...(withHash ? { sha256: createHash('sha256').update(bytes).digest('hex') } : {}),
    }
  }
  if (!manifest) return
  const half = path.join(folder, 'manifest.json.part')
  await fs.writeFile(half, JSON.stringify({ ...(takenAt ? { takenAt } : {}), files: entries }))
  await fs.rename(half, path.join(folder, 'manifest.json'))
}
