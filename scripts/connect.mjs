// npm run connect -- <command>: Connect on the command line, against DATABASE_URL or the database of a demo that runs.

import { load } from './steps/compile.mjs'
import { ensurePackageBuilt } from './steps/ensureBuilt.mjs'
import { ensureInstalled } from './steps/ensureInstalled.mjs'
import { fail } from './steps/progress.mjs'

await ensureInstalled()
  .then(() => ensurePackageBuilt())
  .catch((error) => fail(error.message))
process.env.NODE_ENV = 'production'
const { runConnect } = await load('demo/connect.ts')
const code = await runConnect(process.argv.slice(2)).catch((error) =>
  fail(error instanceof Error ? error.message : String(error)),
)
// Connections that are still open, ours or a source's, would keep the process for good.
process.exit(code)
