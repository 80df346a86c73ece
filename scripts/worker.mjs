// npm run worker: the jobs alone, against DATABASE_URL, beside a server that was started without them.

import { load } from './steps/compile.mjs'
import { ensurePackageBuilt } from './steps/ensureBuilt.mjs'
import { ensureInstalled } from './steps/ensureInstalled.mjs'
import { fail, say } from './steps/progress.mjs'

if (!process.env.DATABASE_URL)
  fail('DATABASE_URL is needed: the worker runs the jobs of a database that a server uses.')
await ensureInstalled()
  .then(() => ensurePackageBuilt())
  .catch((error) => fail(error.message))
process.env.NODE_ENV = 'production'
const { runWorker } = await load('demo/worker.ts')
await runWorker({ say }).catch((error) => fail(error instanceof Error ? error.message : String(error)))
