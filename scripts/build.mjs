// npm run build: the package into dist, and the demo's pages.
import { ensureBuilt } from './steps/ensureEverything.mjs'
import { fail, say } from './steps/progress.mjs'

await ensureBuilt({ force: process.argv.includes('--force') }).catch((error) => fail(error.message))
say('Built')
