import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { freePort } from '../../../demo/infra/freePort.ts'

const root = path.resolve(import.meta.dirname, '../../..')
/** What a developer may have set and the demo must not see. */
const OUTSIDE = [
  'DATABASE_URL',
  'BILLING_DATABASE_URL',
  'SMTP_URL',
  'STRIPE_SECRET_KEY',
  'SERVER_URL',
  'TEST_POSTGRES_URL',
  'NODE_OPTIONS',
  'SECOND_FACTOR',
]

export type Demo = {
  /** For instance `http://localhost:3000`. */
  server: string
  inbox: string
  stripe: string
  portalDatabase: string
  firmDatabase: string
  /** How long the start took, in seconds. */
  seconds: number
  output(): string
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

export type DemoPlace = { dataDir: string; ports: Record<'PORT' | 'INBOX_PORT' | 'STRIPE_PORT', string> }

/** A data folder and ports of its own. */
export async function demoPlace(): Promise<DemoPlace> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'payer-portal-demo-'))
  fs.chmodSync(dataDir, 0o755)
  const [port, inbox, stripe] = [await freePort(), await freePort(), await freePort()]
  return { dataDir, ports: { PORT: String(port), INBOX_PORT: String(inbox), STRIPE_PORT: String(stripe) } }
}

function untilBox(child: ChildProcess, output: () => string): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const look = () => {
      if (output().includes('Ctrl-C stops everything')) resolve()
    }
    child.stdout?.on('data', look)
    child.once('exit', (code) => reject(new Error(`The demo ended with ${code}:\n${output()}`)))
  })
}

/** What `npm start` starts with these variables, as a process of its own; resolves when the box of addresses is printed. */
export async function startDemo({ dataDir, ports }: DemoPlace, options: Record<string, string> = {}): Promise<Demo> {
  const from = Date.now()
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OUTSIDE.includes(name)))
  const child = spawn(process.execPath, ['--conditions=production', 'scripts/start.mjs'], {
    cwd: root,
    env: { ...env, ...ports, ...options, NODE_ENV: undefined, DEMO_DATA_DIR: dataDir } as unknown as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let seen = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      seen += chunk.toString()
    })
  await untilBox(child, () => seen)
  const [portalDatabase = '', firmDatabase = ''] = [...seen.matchAll(/postgres:\/\/\S+/g)].map(([url]) => url).slice(-2)
  return {
    server: `http://localhost:${ports.PORT}`,
    inbox: `http://127.0.0.1:${ports.INBOX_PORT}`,
    stripe: `http://127.0.0.1:${ports.STRIPE_PORT}`,
    portalDatabase,
    firmDatabase,
    seconds: (Date.now() - from) / 1000,
    output: () => seen,
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
      child.kill(signal)
      return await ended
    },
  }
}
