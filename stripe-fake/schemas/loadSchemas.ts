import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import Stripe from 'stripe'
import type { Schemas } from './deriveSchemas.ts'

const CACHE = new URL('../../.cache/stripe-fake/', import.meta.url)
const SOURCES = ['schemaRoots.ts', 'SchemaConverter.ts', 'deriveSchemas.ts']

/** One cached file per SDK version and per state of the deriving code. */
function cacheFile(): string {
  const hash = createHash('sha256')
  for (const name of SOURCES) hash.update(readFileSync(new URL(name, import.meta.url)))
  return fileURLToPath(new URL(`schemas-${Stripe.PACKAGE_VERSION}-${hash.digest('hex').slice(0, 12)}.json`, CACHE))
}

/** The schemas derived from the installed SDK's types, from the cache when it has them. */
export async function loadSchemas(): Promise<Schemas> {
  const file = cacheFile()
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Schemas
  const { deriveSchemas } = await import('./deriveSchemas.ts')
  const schemas = deriveSchemas()
  mkdirSync(CACHE, { recursive: true })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, JSON.stringify(schemas))
  renameSync(draft, file)
  return schemas
}
