import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { freePort } from '../../demo/infra/freePort.ts'
import { processInfo, waitForEnd } from '../../demo/infra/processInfo.ts'
import { DEMO_PASSWORD } from '../../demo/seed/demoPayers.ts'

const root = path.resolve(import.meta.dirname, '../..')
const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'payer-portal-start-'))
fs.chmodSync(dataDir, 0o755)
let ports: Record<'PORT' | 'INBOX_PORT' | 'STRIPE_PORT', string>
let demo: ChildProcess | undefined
let output = ''

const addresses = () => ({ server: `http://localhost:${ports.PORT}`, inbox: `http://127.0.0.1:${ports.INBOX_PORT}` })
const databases = () => [...output.matchAll(/postgres:\/\/\S+/g)].map(([url]) => url).slice(-2)

/** What `npm start` starts, as a process of its own; resolves when the box of addresses is printed. */
async function start(): Promise<number> {
  const from = Date.now()
  const names = [
    'DATABASE_URL',
    'BILLING_DATABASE_URL',
    'SMTP_URL',
    'STRIPE_SECRET_KEY',
    'SERVER_URL',
    'TEST_POSTGRES_URL',
    'NODE_OPTIONS',
  ]
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !names.includes(name)))
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    env: { ...env, ...ports, DEMO_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  demo = child
  output = ''
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('Ctrl-C stops everything')) resolve()
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', (code) => reject(new Error(`The demo ended with ${code}:\n${output}`)))
  })
  return (Date.now() - from) / 1000
}

async function stop(signal: NodeJS.Signals): Promise<number | null> {
  const child = demo
  demo = undefined
  if (!child || child.exitCode !== null) return child?.exitCode ?? null
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  child.kill(signal)
  return await ended
}

async function login(email: string): Promise<string> {
  const response = await fetch(`${addresses().server}/api/payers/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: addresses().server },
    body: JSON.stringify({ email, password: DEMO_PASSWORD }),
  })
  expect(response.status).toBe(200)
  return ((await response.json()) as { token: string }).token
}

async function openInvoices(email: string): Promise<{ number: string }[]> {
  const token = await login(email)
  const response = await fetch(`${addresses().server}/api/portal/invoices?status=open&limit=100`, {
    headers: { authorization: `JWT ${token}` },
  })
  expect(response.status).toBe(200)
  return ((await response.json()) as { docs: { number: string }[] }).docs
}

beforeAll(async () => {
  const [PORT, INBOX_PORT, STRIPE_PORT] = await Promise.all([freePort(), freePort(), freePort()])
  ports = { PORT: String(PORT), INBOX_PORT: String(INBOX_PORT), STRIPE_PORT: String(STRIPE_PORT) }
  await start()
}, 300_000)

afterAll(async () => {
  await stop('SIGTERM')
  fs.rmSync(dataDir, { recursive: true, force: true })
}, 60_000)

describe('npm start', () => {
  it('serves the portal, the admin panel, the inbox and its state of health', async () => {
    const { server, inbox } = addresses()
    const status = async (url: string) =>
      (await fetch(url, { redirect: 'follow', headers: { accept: 'text/html' } })).status
    expect(await status(`${server}/healthz`)).toBe(200)
    expect(await status(`${server}/readyz`)).toBe(200)
    expect(await status(`${server}/portal`)).toBe(200)
    expect(await status(`${server}/admin`)).toBe(200)
    expect(await status(inbox)).toBe(200)
    expect(await (await fetch(`${inbox}/api/email`)).json()).toEqual(expect.any(Array))
  })

  it('shows a payer what the firm’s own database says, and one without associations nothing', async () => {
    const firm = new pg.Client({ connectionString: databases()[1] })
    await firm.connect()
    const { rows } = await firm.query(`select h.bill_no as number from lpm.bill_hdr h join lpm.cli c using (cli_id)
      where c.cli_no = '1001' and h.bill_sts = 'F' and h.bill_tot > coalesce((select sum(ln_amt) from lpm.rcpt_ln l where l.bill_id = h.bill_id), 0)`)
    await firm.end()
    const seen = (await openInvoices('payer-1@demo.test')).map(({ number }) => number).sort()
    expect(seen.length).toBeGreaterThan(5)
    expect(seen).toEqual(rows.map(({ number }) => number).sort())
    expect(await openInvoices('payer-6@demo.test')).toEqual([])
  })

  it('refuses a second start on a taken port with a clear message', async () => {
    const child = spawn(process.execPath, ['scripts/start.mjs'], {
      cwd: root,
      env: { ...process.env, ...ports, DEMO_DATA_DIR: path.join(dataDir, 'other') },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(1)
    expect(said).toContain(`Port ${ports.PORT} is in use`)
    expect(said).not.toContain('    at ')
  })

  it('starts again in less than 15 seconds after a kill -9, with its data, then ends with 0 on SIGTERM', async () => {
    await stop('SIGKILL')
    expect(await start()).toBeLessThan(15)
    const [url = ''] = databases()
    expect((await openInvoices('payer-1@demo.test')).length).toBeGreaterThan(5)
    const owner = Number(fs.readFileSync(path.join(dataDir, 'postgres.owner'), 'utf8'))
    expect(processInfo(owner)).not.toBeNull()
    expect(await stop('SIGTERM')).toBe(0)
    expect(await waitForEnd(owner, 1000)).toBe(true)
    const gone = new pg.Client({ connectionString: url })
    await expect(gone.connect()).rejects.toThrow()
  }, 120_000)
})
