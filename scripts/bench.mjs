// npm run bench: ratios against stock Payload and bare Express in the same run.
import { ensureBuilt } from './steps/ensureEverything.mjs'
import { fail } from './steps/progress.mjs'
import { runNode } from './steps/run.mjs'

await ensureBuilt().catch((error) => fail(error.message))
const { status } = await runNode(
  ['--conditions=production', 'scripts/run.mjs', 'bench/main.ts', ...process.argv.slice(2)],
  {
    env: { NODE_ENV: 'production' },
  },
)
process.exitCode = status
