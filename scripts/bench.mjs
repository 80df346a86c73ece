// npm run bench: ratios against stock Payload and bare Express in the same run.
import { ensureBuilt } from './steps/ensureEverything.mjs'
import { fail } from './steps/progress.mjs'
import { runNode } from './steps/run.mjs'
import { inRunFolder } from './steps/runFolder.mjs'

await ensureBuilt().catch((error) => fail(error.message))
const args = ['--conditions=production', 'scripts/run.mjs', 'bench/main.ts', ...process.argv.slice(2)]
const { status } = await inRunFolder(() => runNode(args, { env: { NODE_ENV: 'production' } }))
process.exitCode = status
