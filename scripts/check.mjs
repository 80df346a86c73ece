// npm run check: lint, types, dead code, the package's doors, stale generated files. All run, then the verdict.
import { ensurePackageBuilt } from './steps/ensureBuilt.mjs'
import { ensureInstalled } from './steps/ensureInstalled.mjs'
import { fail, say } from './steps/progress.mjs'
import { inModules, runNode } from './steps/run.mjs'

const tsc = (project) => [inModules('typescript/bin/tsc'), '--noEmit', '-p', project]
const CHECKS = [
  ['Biome', [inModules('@biomejs/biome/bin/biome'), 'ci', '.']],
  ['Types of the package', tsc('tsconfig.json')],
  ['Types of the tests', tsc('test/tsconfig.json')],
  ['Types of the demo', tsc('demo/tsconfig.json')],
  ['knip', [inModules('knip/bin/knip.js')]],
  ['publint', [inModules('publint/src/cli.js'), '--strict']],
  [
    'Are the types wrong',
    [
      inModules('@arethetypeswrong/cli/dist/index.js'),
      '--pack',
      '.',
      '--profile',
      'esm-only',
      '--exclude-entrypoints',
      'portal.css',
    ],
  ],
  ['Generated files', ['scripts/generate.mjs', '--check']],
]

await ensureInstalled()
  .then(() => ensurePackageBuilt())
  .catch((error) => fail(error.message))
const broken = []
for (const [name, args] of CHECKS) {
  const { status, output } = await runNode(args, { quiet: true })
  say(`${status === 0 ? 'ok    ' : 'FAILED'} ${name}`)
  if (status !== 0) broken.push(`── ${name}\n${output.slice(-8000)}`)
}
if (broken.length > 0) fail(broken.join('\n'))
