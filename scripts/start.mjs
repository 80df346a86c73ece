// npm start: makes a fresh clone ready, then runs the demo in this process.
import { ensureBuilt } from './steps/ensureEverything.mjs'
import { fail, say } from './steps/progress.mjs'

await ensureBuilt().catch((error) => fail(error.message))
process.env.NODE_ENV = 'production'
// Nothing else is open while the demo's modules load.
setInterval(() => undefined, 2 ** 30)
const { register } = await import('tsx/esm/api')
register()
const { runDemo } = await import('../demo/server.ts')
await runDemo({ say }).catch((error) =>
  fail(error instanceof Error ? (process.env.DEBUG ? error.stack : error.message) : String(error)),
)
