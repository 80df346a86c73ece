// npm start: makes a fresh clone ready, then runs the demo in this process.
import { load } from './steps/compile.mjs'
import { ensureBuilt } from './steps/ensureEverything.mjs'
import { fail, say } from './steps/progress.mjs'

await ensureBuilt().catch((error) => fail(error.message))
process.env.NODE_ENV = 'production'
const { runDemo } = await load('demo/server.ts')
await runDemo({ say }).catch((error) =>
  fail(error instanceof Error ? (process.env.DEBUG ? error.stack : error.message) : String(error)),
)
