import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const STEPS = path.resolve(import.meta.dirname, '../../scripts/steps')
const program = (step: string, text: string) => [
  '--input-type=module',
  '-e',
  `import * as step from ${JSON.stringify(pathToFileURL(path.join(STEPS, step)).href)}\n${text}`,
]
/** A run that leaves a database's folder behind, and says where it was. */
const run = (end: string) =>
  program(
    'runFolder.mjs',
    `import fs from 'node:fs'; import os from 'node:os'; import path from 'node:path'
    await step.inRunFolder(async () => {
      const left = fs.mkdtempSync(path.join(os.tmpdir(), 'left-'))
      fs.writeFileSync(path.join(left, 'file'), 'x')
      process.stdout.write(left)
      ${end}
    })`,
  )

describe('what a run of the tests leaves behind', () => {
  let parent: string
  const start = (args: string[]) =>
    spawnSync(process.execPath, args, { env: { ...process.env, TMPDIR: parent }, encoding: 'utf8' })

  beforeEach(() => {
    parent = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'parent-')))
  })
  afterEach(() => fs.rmSync(parent, { recursive: true, force: true }))

  it.each([
    ['ends well', ''],
    ['fails', 'throw new Error("no")'],
  ])('goes with it when it %s', (_how, end) => {
    const { stdout } = start(run(end))
    expect(path.relative(parent, stdout)).toMatch(/^pp-run-\d+-\w+\/left-/)
    expect(fs.readdirSync(parent)).toEqual([])
  })

  it('goes at the next run when it was killed, and nothing of a run that goes on', async () => {
    expect(start(run('process.kill(process.pid, "SIGKILL")')).signal).toBe('SIGKILL')
    expect(fs.readdirSync(parent)).toHaveLength(1)
    const other = spawn(process.execPath, run('await new Promise((resolve) => setTimeout(resolve, 60_000))'), {
      env: { ...process.env, TMPDIR: parent },
    })
    const [left] = await new Promise<Buffer[]>((resolve) => other.stdout.once('data', (...seen) => resolve(seen)))
    start(run(''))
    expect(fs.existsSync(path.join(String(left), 'file'))).toBe(true)
    expect(fs.readdirSync(parent)).toHaveLength(1)
    other.kill('SIGKILL')
  })

  it('tells how much room is missing on a disk before it is filled', () => {
    const { stderr, status } = start(
      program(
        'assertSpace.mjs',
        `step.assertSpace(${JSON.stringify(parent)}, { gigabytes: 1e9, purpose: 'The tests' })`,
      ),
    )
    expect(status).toBe(1)
    expect(stderr).toMatch(/The tests take about 1000000000 GB; the disk of \S+ has \d+\.\d GB free\./)
  })
})
