// Runs jest on native ES modules: node scripts/jest.mjs [jest arguments]
import { inModules, runNode } from './steps/run.mjs'
import { inRunFolder } from './steps/runFolder.mjs'

const args = ['--experimental-vm-modules', '--no-warnings', inModules('jest/bin/jest.js'), ...process.argv.slice(2)]
const { status } = await inRunFolder(() => runNode(args, { stdin: 'inherit', cwd: process.cwd() }))
process.exit(status)
