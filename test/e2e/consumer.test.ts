import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createDatabase, dropDatabase } from '../helpers/databases.ts'

const root = path.resolve(import.meta.dirname, '../..')
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
const peers = [
  'payload',
  '@payloadcms/db-postgres',
  '@payloadcms/next',
  '@payloadcms/richtext-lexical',
  '@payloadcms/ui',
  'next',
  'react',
  'react-dom',
  'graphql',
  'typescript',
]

function run(command: string, args: string[], options: { cwd: string; env?: Record<string, string> }): string {
  const result = spawnSync(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    encoding: 'utf8',
    timeout: 300_000,
  })
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${result.stdout}\n${result.stderr}`)
  return result.stdout
}

function listening(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let seen = ''
    const read = (chunk: Buffer) => {
      seen += chunk.toString()
      const port = /listening on (\d+)/.exec(seen)?.[1]
      if (port) resolve(Number(port))
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', (code) => reject(new Error(`The host ended with ${code}:\n${seen}`)))
  })
}

describe('a host in a folder of its own that installs the packed package', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'payer-portal-consumer-'))
  let database: string
  let server: ChildProcess | undefined

  beforeAll(async () => {
    database = await createDatabase(null)
    const [tarball] = JSON.parse(
      run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: root }),
    ) as { filename: string }[]
    cpSync(path.join(import.meta.dirname, 'consumer'), folder, { recursive: true })
    const versions = Object.fromEntries(peers.map((name) => [name, manifest.devDependencies[name]]))
    const own = {
      name: 'a-host',
      private: true,
      type: 'module',
      dependencies: { 'payload-plugin-payer-portal': `file:${tarball?.filename}`, ...versions },
    }
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify(own))
    run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--omit=dev'], { cwd: folder })
  }, 400_000)

  afterAll(async () => {
    server?.kill('SIGKILL')
    await dropDatabase(database)
    rmSync(folder, { recursive: true, force: true })
  })

  it('writes its own migration with our tables, migrates without a question, boots and serves', async () => {
    const env = {
      DATABASE_URL: database,
      PAYLOAD_SECRET: 'a-secret-that-is-only-used-in-tests-0123456789',
      PAYLOAD_CONFIG_PATH: 'payload.config.js',
      NODE_OPTIONS: '--conditions=production',
    }
    const payload = path.join(folder, 'node_modules/.bin/payload')
    run(payload, ['migrate:create', 'start'], { cwd: folder, env })
    const file = readdirSync(path.join(folder, 'migrations')).find((name) => name.endsWith('_start.ts'))
    expect(readFileSync(path.join(folder, 'migrations', file ?? ''), 'utf8')).toContain('payer_portal_logins')
    run(payload, ['migrate'], { cwd: folder, env })

    server = spawn(process.execPath, ['--conditions=production', 'server.js'], {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const port = await listening(server)
    const answers = await Promise.all(
      ['/readyz', '/api/portal/settings', '/api/portal/invoices', '/api/invoices'].map((route) =>
        fetch(`http://127.0.0.1:${port}${route}`),
      ),
    )
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 401, 403])
    expect(await answers[1]?.json()).toMatchObject({ firmName: 'Marsh & Pell LLP' })

    const ended = new Promise((resolve) => server?.once('exit', resolve))
    server.kill('SIGTERM')
    expect(await ended).toBe(0)
  }, 120_000)
})
