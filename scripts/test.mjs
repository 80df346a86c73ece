// npm test: every test of a fresh clone; the last line is `N passed, N failed`.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { assertSpace } from './steps/assertSpace.mjs'
import { ensureBuilt } from './steps/ensureEverything.mjs'
import { isInstalled } from './steps/isInstalled.mjs'
import { missingRequirements } from './steps/missingRequirements.mjs'
import { say } from './steps/progress.mjs'
import { inModules, ROOT, runNode } from './steps/run.mjs'
import { inRunFolder } from './steps/runFolder.mjs'

// Fast tests share the cores; the browser and the servers of the end-to-end tests have them for themselves.
const OPTIONAL = [
  { project: 'mariadb', needs: 'MariaDB', isThere: ['mariadbd', 'mysqld'].some(isInstalled) },
  {
    project: 'ledgersmb',
    needs: "LedgerSMB's SQL files",
    isThere: fs.existsSync(process.env.LEDGERSMB_SQL ?? '/usr/share/ledgersmb/sql'),
  },
]
const optional = OPTIONAL.filter(({ isThere }) => isThere).map(({ project }) => project)
const RUNS = [
  {
    projects: ['unit', 'integration', ...optional],
    workers: Math.max(2, Math.floor(os.availableParallelism() / 2)),
  },
  { projects: ['e2e'], workers: 1 },
]
const extra = process.argv.slice(2)

async function runJest({ projects, workers }, folder) {
  const file = path.join(folder, `results-${projects[0]}.json`)
  const args = [
    '--experimental-vm-modules',
    '--no-warnings',
    inModules('jest/bin/jest.js'),
    '--selectProjects',
    ...projects,
    '--maxWorkers',
    String(workers),
    '--passWithNoTests',
    '--json',
    '--outputFile',
    file,
    ...extra,
  ]
  say(`Running the tests: ${projects.join(', ')}`)
  // Jest prints its JSON on standard output too: the file is enough, progress goes to standard error.
  const { status } = await runNode(args, { env: { NODE_ENV: 'test' }, stdout: 'ignore', results: file })
  try {
    return { status, results: JSON.parse(fs.readFileSync(file, 'utf8')) }
  } catch {
    return { status: status || 1, results: null }
  }
}

/** A suite that could not run at all, and a run that died, count as one failure each. */
function count({ status, results }) {
  if (!results) return { passed: 0, failed: 1 }
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites
  return { passed: results.numPassedTests, failed: failed || (status === 0 ? 0 : 1) }
}

for (const { needs } of OPTIONAL.filter(({ isThere }) => !isThere))
  say(`${needs} not found here: the tests that need it are left to the continuous integration`)
let passed = 0
let failed = 0
try {
  await ensureBuilt()
  const runs = []
  await inRunFolder(async (folder) => {
    assertSpace(folder, { gigabytes: 3, purpose: 'The databases of the tests' })
    for (const each of RUNS) runs.push(await runJest(each, folder))
  })
  for (const each of runs) {
    const counted = count(each)
    passed += counted.passed
    failed += counted.failed
  }
  if (extra.length === 0) {
    const missing = missingRequirements(
      path.join(ROOT, 'test/requirements.json'),
      runs.flatMap(({ results }) => results?.testResults ?? []),
    )
    for (const id of missing) process.stderr.write(`No passed test carries the requirement ${id}.\n`)
    failed += missing.length
  }
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  failed += 1
}
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
process.stdout.write(`${passed} passed, ${failed} failed\n`)
