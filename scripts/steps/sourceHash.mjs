import crypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { ROOT } from './run.mjs'

const SKIPPED = new Set(['node_modules', 'dist', '.next', '.data', '.cache'])

function* filesBelow(place) {
  const full = path.join(ROOT, place)
  if (!fs.existsSync(full)) return
  if (!fs.statSync(full).isDirectory()) {
    yield place
    return
  }
  for (const entry of fs.readdirSync(full, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (SKIPPED.has(entry.name)) continue
    yield* filesBelow(path.posix.join(place, entry.name))
  }
}

/** One hash over names and contents of all files below the given places. */
export function sourceHash(places) {
  const hash = crypto.createHash('sha256').update(process.version)
  for (const place of places)
    for (const file of filesBelow(place))
      hash
        .update(`${file}\0`)
        .update(fs.readFileSync(path.join(ROOT, file)))
        .update('\0')
  return hash.digest('hex')
}
