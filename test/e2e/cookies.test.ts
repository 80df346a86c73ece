import { createServer as createHttpServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer, type PortalServer } from 'payload-plugin-payer-portal/server'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { findChromium } from '../../demo/infra/findChromium.ts'
import { freePort } from '../../demo/infra/freePort.ts'
import { loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { createDatabase, dropDatabase } from '../helpers/databases.ts'
import { hostConfig } from '../helpers/host/hostConfig.ts'
import { closeTrackedConnections } from '../helpers/trackedPg.ts'

const STAFF = { email: 'staff@firm.test', password: 'Staff-portal-2026!' }

let databaseUrl: string
let portal: PortalServer
let origin: string
let stranger: Server
let browser: Browser
let email: string

/** Another site, whose page sends what it likes to ours. */
function startStranger(): Promise<Server> {
  const server = createHttpServer((_req, res) => {
    res.setHeader('Content-Type', 'text/html')
    res.end(
      `<form method="post" action="${origin}/api/payers/logout?allSessions=true"><button>Win a prize</button></form>`,
    )
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

beforeAll(async () => {
  databaseUrl = await createDatabase()
  const port = await freePort()
  origin = `http://localhost:${port}`
  const config = await hostConfig({ databaseUrl, config: { serverURL: origin }, portal: { allowHeaderAuth: false } })
  portal = await createServer({ config })
  await portal.listen({ port, host: 'localhost' })
  await portal.payload.create({ collection: 'users', data: STAFF, overrideAccess: true })
  email = (await loginPayer(portal)).email
  stranger = await startStranger()
  const { executablePath, args, env } = await findChromium()
  browser = await chromium.launch({ executablePath, args, env })
})
afterAll(async () => {
  await browser.close()
  stranger.closeAllConnections()
  await new Promise((resolve) => stranger.close(resolve))
  await portal.close()
  await closeTrackedConnections()
  await dropDatabase(databaseUrl)
})

type Answered = { status: number; text: string }

/** As the portal's page calls: same origin, with the cookies of the browser. */
const call = (page: Page, path: string, body?: object): Promise<Answered> =>
  page.evaluate(
    async ([to, json]) => {
      const init = json ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: json } : {}
      const answer = await fetch(to, init)
      return { status: answer.status, text: await answer.text() }
    },
    [path, body ? JSON.stringify(body) : ''] as const,
  )

async function whoIs(page: Page): Promise<{ payer: string | null; staff: string | null }> {
  const of = async (collection: string) => {
    const { user } = JSON.parse((await call(page, `/api/${collection}/me`)).text) as { user?: { email: string } | null }
    return user?.email ?? null
  }
  return { payer: await of('payers'), staff: await of('users') }
}

async function openBoth(): Promise<{ context: BrowserContext; page: Page; texts: string[] }> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${origin}/healthz`)
  const texts = []
  for (const [collection, body] of [
    ['users', STAFF],
    ['payers', { email, password: PASSWORD }],
  ] as const) {
    const answer = await call(page, `/api/${collection}/login`, body)
    expect([collection, answer.status]).toEqual([collection, 200])
    if (collection === 'payers') texts.push(answer.text)
  }
  return { context, page, texts }
}

describe('the cookies in a browser', () => {
  it('A-16 are kept and sent on http://localhost, out of reach of scripts, the payer’s beside the staff’s', async () => {
    const { context, page, texts } = await openBoth()
    expect(await whoIs(page)).toEqual({ payer: email, staff: STAFF.email })
    const kept = Object.fromEntries((await context.cookies()).map((cookie) => [cookie.name, cookie]))
    const common = { domain: 'localhost', path: '/', secure: true, httpOnly: true }
    expect(kept['__Host-payer-session']).toMatchObject({ ...common, sameSite: 'Lax' })
    expect(kept['__Host-payer-device']).toMatchObject({ ...common, sameSite: 'Strict' })
    expect(kept['payload-token']).toMatchObject({ httpOnly: true })
    expect(await page.evaluate(() => document.cookie)).toBe('')
    texts.push((await call(page, '/api/payers/me')).text, (await call(page, '/api/payers/refresh-token', {})).text)
    for (const text of texts) expect(text).not.toMatch(/pps_|eyJ|"token"/)
    await page.goto(`${origin}/healthz`)
    expect(await whoIs(page)).toEqual({ payer: email, staff: STAFF.email })
    await context.close()
  })

  it('A-16 logging one of the two out leaves the other logged in, and the device known', async () => {
    const { context, page } = await openBoth()
    await call(page, '/api/payers/logout', {})
    expect(await whoIs(page)).toEqual({ payer: null, staff: STAFF.email })
    const names = (await context.cookies()).map(({ name }) => name)
    expect(names).not.toContain('__Host-payer-session')
    expect(names).toContain('__Host-payer-device')
    await call(page, '/api/payers/login', { email, password: PASSWORD })
    await call(page, '/api/users/logout', {})
    expect(await whoIs(page)).toEqual({ payer: email, staff: null })
    await context.close()
  })

  it('A-16 A-20 another site that makes the browser send a form ends no session', async () => {
    const { context, page } = await openBoth()
    const other = await context.newPage()
    await other.goto(`http://127.0.0.1:${(stranger.address() as AddressInfo).port}/`)
    const [answer] = await Promise.all([
      other.waitForResponse((response) => response.url().includes('/api/payers/logout')),
      other.click('button'),
    ])
    expect(answer.status()).toBe(403)
    expect(await whoIs(page)).toEqual({ payer: email, staff: STAFF.email })
    await context.close()
  })
})
