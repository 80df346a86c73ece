// node scripts/generate.mjs [--check]: the generated files that are committed: import map, types, and with
// --migration <name> a migration for what changed in the collections and tables.
import fs from 'node:fs'
import path from 'node:path'
import { ensurePackageBuilt } from './steps/ensureBuilt.mjs'
import { ensureInstalled } from './steps/ensureInstalled.mjs'
import { fail, say } from './steps/progress.mjs'
import { inModules, must, ROOT, runNode } from './steps/run.mjs'

const FILES = ['demo/app/(payload)/admin/importMap.js', 'demo/payload-types.ts']
const MIGRATIONS = path.join(ROOT, 'demo/migrations')
const read = (file) => (fs.existsSync(path.join(ROOT, file)) ? fs.readFileSync(path.join(ROOT, file), 'utf8') : '')
const env = {
  NODE_ENV: 'development',
  PAYLOAD_CONFIG_PATH: path.join(ROOT, 'demo/payload.config.ts'),
  PAYLOAD_SECRET: 'only-while-generating-files-00000000000000',
  // Nothing is asked of a database: the address only has to be one.
  DATABASE_URL: process.env.DATABASE_URL || 'postgres://nobody@127.0.0.1:1/none',
}
const payload = (...args) =>
  must(
    `payload ${args[0]}`,
    runNode(['--conditions=production', inModules('payload/bin.js'), ...args], { env, quiet: true }),
  )

async function generate() {
  await ensureInstalled()
  await ensurePackageBuilt()
  await payload('generate:importmap')
  await payload('generate:types')
}

async function createMigration(name) {
  const before = fs.readdirSync(MIGRATIONS).length
  await payload('migrate:create', name)
  // Without a terminal a question about a rename ends the command with nothing written.
  if (fs.readdirSync(MIGRATIONS).length === before)
    throw new Error('No migration was written: nothing changed, or a rename needs an answer in a terminal.')
  // Node and the compilers find a file by its whole name only.
  const index = path.join(MIGRATIONS, 'index.ts')
  fs.writeFileSync(index, fs.readFileSync(index, 'utf8').replaceAll(/from '(\.\/\w+)';/g, "from '$1.ts';"))
}

async function check() {
  const before = FILES.map(read)
  await generate()
  const stale = FILES.filter((file, at) => read(file) !== before[at])
  if (stale.length > 0) throw new Error(`Stale, now written anew: ${stale.join(', ')}`)
}

const at = process.argv.indexOf('--migration')
try {
  if (process.argv.includes('--check')) await check()
  else await generate()
  if (at > 0) await createMigration(process.argv[at + 1] ?? 'change')
  say('Generated files are up to date')
} catch (error) {
  fail(error.message)
}
