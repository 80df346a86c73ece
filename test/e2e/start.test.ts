import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { processInfo, waitForEnd } from '../../demo/infra/processInfo.ts'
import { DEMO_PASSWORD } from '../../demo/seed/demoPayers.ts'
import { type Demo, type DemoPlace, demoPlace, startDemo } from './demo/startDemo.ts'

const root = path.resolve(import.meta.dirname, '../..')
let place: DemoPlace
let demo: Demo

async function login(email: string): Promise<string> {
  const response = await fetch(`${demo.server}/api/payers/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: demo.server },
    body: JSON.stringify({ email, password: DEMO_PASSWORD }),
  })
  expect(response.status).toBe(200)
  return ((await response.json()) as { token: string }).token
}

async function openInvoices(email: string): Promise<{ number: string }[]> {
  const token = await login(email)
  const response = await fetch(`${demo.server}/api/portal/invoices?status=open&limit=100`, {
    headers: { authorization: `JWT ${token}` },
  })
  expect(response.status).toBe(200)
  return ((await response.json()) as { docs: { number: string }[] }).docs
}

beforeAll(async () => {
  place = await demoPlace()
  demo = await startDemo(place)
}, 300_000)

afterAll(async () => {
  await demo?.stop()
  fs.rmSync(place.dataDir, { recursive: true, force: true })
}, 60_000)

describe('npm start', () => {
  it('serves the portal, the admin panel, the inbox and its state of health', async () => {
    const { server, inbox } = demo
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
    const firm = new pg.Client({ connectionString: demo.firmDatabase })
    await firm.connect()
    const { rows } = await firm.query(`select h.bill_no as number from lpm.bill_hdr h join lpm.cli c using (cli_id)
      where c.cli_no = '1001' and h.bill_sts = 'F' and h.bill_tot > coalesce((select sum(ln_amt) from lpm.rcpt_ln l where l.bill_id = h.bill_id), 0)`)
    await firm.end()
    const seen = (await openInvoices('payer-1@demo.test')).map(({ number }) => number).sort()
    expect(seen.length).toBeGreaterThan(5)
    expect(seen).toEqual(rows.map(({ number }) => number).sort())
    expect(await openInvoices('payer-6@demo.test')).toEqual([])
  })

  it('beside it, npm run connect answers and ends, with the code of its command', async () => {
    let { dataDir } = place
    const connect = async (...args: string[]) => {
      const child = spawn(process.execPath, ['--conditions=production', 'scripts/connect.mjs', ...args], {
        cwd: root,
        env: { ...process.env, DEMO_DATA_DIR: dataDir, DATABASE_URL: '', NODE_OPTIONS: '' },
        stdio: ['ignore', 'pipe', 'inherit'],
        timeout: 60_000,
        killSignal: 'SIGKILL',
      })
      let said = ''
      child.stdout.on('data', (chunk) => {
        said += chunk
      })
      const code = await new Promise((resolve) => child.on('close', resolve))
      return { code, said }
    }
    expect(await connect('status')).toMatchObject({
      code: 0,
      said: expect.stringMatching(/firm: \d+ invoices, as of /),
    })
    expect(await connect('snyc')).toMatchObject({
      code: 2,
      said: expect.stringContaining('There is no command "snyc".'),
    })
    // As after the demo ended: its databases are known, and away.
    const known = JSON.parse(fs.readFileSync(path.join(place.dataDir, 'connect.json'), 'utf8'))
    const elsewhere = fs.mkdtempSync(path.join(os.tmpdir(), 'payer-portal-away-'))
    const away = { ...known, DATABASE_URL: 'postgres://someone:pa55word@127.0.0.1:1/portal' }
    fs.writeFileSync(path.join(elsewhere, 'connect.json'), JSON.stringify(away))
    dataDir = elsewhere
    expect(await connect('status')).toEqual({
      code: 1,
      said: expect.stringMatching(/^(?:.*Compiling.*\n)?Error: cannot connect to Postgres: .*ECONNREFUSED.*\n$/),
    })
    fs.rmSync(elsewhere, { recursive: true })
  }, 150_000)

  it("A-18 a payer's session is nobody in the admin panel: its pages, list views and server functions", async () => {
    const token = await login('payer-1@demo.test')
    const cookie = { cookie: `__Host-payer-session=${token}` }
    const me = await (await fetch(`${demo.server}/api/payers/me`, { headers: cookie })).json()
    expect(me).toMatchObject({ user: { email: 'payer-1@demo.test' } })
    const action = {
      method: 'POST',
      headers: { 'next-action': '0'.repeat(42), 'content-type': 'text/plain' },
      body: '[]',
    }
    const doors = ['', '/collections/payers', '/collections/invoices', '/collections/users', '/globals/portal-settings']
    for (const door of doors) {
      for (const init of [{}, action] as { method?: string; headers?: Record<string, string> }[]) {
        const ask = async (headers: Record<string, string>) => {
          const url = `${demo.server}/admin${door}`
          const answer = await fetch(url, {
            ...init,
            headers: { ...init.headers, ...headers },
            redirect: 'manual',
          })
          return { status: answer.status, to: answer.headers.get('location'), text: await answer.text() }
        }
        const [nobody, payer] = [await ask({}), await ask(cookie)]
        expect([door, payer.status, payer.to]).toEqual([door, nobody.status, nobody.to])
        expect(payer.status === 200 && !('method' in init) && !payer.text.includes('/admin/login')).toBe(false)
        expect(payer.text).not.toMatch(/payer-\d@demo\.test|staff@demo\.test/)
      }
    }
  })

  it('refuses a second start on a taken port with a clear message', async () => {
    const child = spawn(process.execPath, ['--conditions=production', 'scripts/start.mjs'], {
      cwd: root,
      env: { ...process.env, ...place.ports, DEMO_DATA_DIR: path.join(place.dataDir, 'other') },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(1)
    expect(said).toContain(`Port ${place.ports.PORT} is in use`)
    expect(said).not.toContain('    at ')
  })

  it('starts again in less than 15 seconds after a kill -9, with its data, then ends with 0 on SIGTERM', async () => {
    await demo.stop('SIGKILL')
    demo = await startDemo(place)
    expect(demo.seconds).toBeLessThan(15)
    expect((await openInvoices('payer-1@demo.test')).length).toBeGreaterThan(5)
    const owner = Number(fs.readFileSync(path.join(place.dataDir, 'postgres.owner'), 'utf8'))
    expect(processInfo(owner)).not.toBeNull()
    expect(await demo.stop()).toBe(0)
    expect(await waitForEnd(owner, 1000)).toBe(true)
    const gone = new pg.Client({ connectionString: demo.portalDatabase })
    await expect(gone.connect()).rejects.toThrow()
  }, 120_000)
})
