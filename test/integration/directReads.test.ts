import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Payload } from 'payload'
import { createServer, type PortalServer } from 'payload-plugin-payer-portal/server'
import { poolOf } from '../../src/base/database.ts'
import { createApp } from '../../src/server/createApp.ts'
import { directReads, readsFirst } from '../../src/server/directReads.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { type LoggedInPayer, loginPayer } from '../factories/loginPayer.ts'
import { loginPerson } from '../factories/loginPerson.ts'
import { createDatabase, dropDatabase } from '../helpers/databases.ts'
import { hostConfig, SERVER_URL } from '../helpers/host/hostConfig.ts'
import { closeTrackedConnections } from '../helpers/trackedPg.ts'

type Headers = Record<string, string>
type Call = { path: string; method?: string; headers?: Headers; body?: string }
type Answer = { status: number; headers: http.IncomingHttpHeaders; body: string }
type Case = Call & { name: string }

const DECLINED = 599
let databaseUrl: string
let server: PortalServer
let ada: LoggedInPayer
let guest: LoggedInPayer
let gone: LoggedInPayer
let seen: number
let foreign: number
let transaction: number
let staff: Headers
let view: Headers
let several: Headers
let secondRecord: number
const servers: http.Server[] = []

const listen = (handler: http.RequestListener): Promise<number> =>
  new Promise((resolve) => {
    const server = http.createServer(handler)
    servers.push(server)
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })

function ask(port: number, { path, method = 'GET', headers = {}, body }: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request({ port, host: '127.0.0.1', path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const { date: _date, 'content-security-policy': policy, ...rest } = response.headers
        // A page's policy has a nonce of its own each time.
        const headers = { ...rest, 'content-security-policy': policy?.toString().replace(/nonce-[^']+/, 'nonce') }
        resolve({ status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks).toString() })
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}

/** The same server three times: as it is, without the direct door, and that door alone. */
let ports: { both: number; payloadOnly: number; directOnly: number }

async function startDoors(payload: Payload): Promise<typeof ports> {
  const { config } = payload
  const isClosing = () => false
  const parts = { config, bodyLimit: 100_000, isClosing }
  const answer = directReads({ config, payload, isClosing })
  const directOnly: http.RequestListener = (message, res) =>
    void answer(message, res).then((answered) => answered || res.writeHead(DECLINED).end())
  return {
    both: await listen(readsFirst(createApp({ ...parts, payload }), { config, payload, isClosing })),
    payloadOnly: await listen(createApp({ ...parts, payload })),
    directOnly: await listen(directOnly),
  }
}

const post = async (path: string, headers: Headers, body: object = {}) =>
  ask(ports.payloadOnly, {
    path,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
    body: JSON.stringify(body),
  })

async function loginStaff(): Promise<Headers> {
  const data = { email: 'staff@firm.test', password: 'Staff-portal-2026!' }
  await server.payload.create({ collection: 'users', data, overrideAccess: true })
  const { token } = JSON.parse((await post('/api/users/login', {}, data)).body)
  return { authorization: `JWT ${token}` }
}

async function openView(): Promise<Headers> {
  const cookie = `payload-token=${staff.authorization?.slice(4)}`
  const begun = await post(`/api/payers/${ada.id}/view`, { cookie })
  const set = begun.headers['set-cookie']?.[0]?.split(';')[0]
  const id = String(JSON.parse(begun.body).view)
  return { 'sec-fetch-site': 'same-origin', cookie: `${cookie}; ${set}`, 'x-payer-view': id }
}

const idOf = async (text: string, values: unknown[] = []): Promise<number> =>
  (await poolOf(server.payload).query<{ id: number }>(text, values)).rows[0]?.id ?? 0

async function createRows(payload: Payload): Promise<void> {
  await createAssociation(payload, ada.id, { clientNumber: 'C-1' })
  await createAssociation(payload, ada.id, { clientNumber: 'C-AMOUNTS', detail: 'amounts', ability: 'view' })
  seen = (await createInvoice(payload, { clientNumber: 'C-1', memo: 'é \u2028 "<>"', pending: 100 })).id
  foreign = (await createInvoice(payload, { clientNumber: 'C-2' })).id
  for (const balance of [500, 0, -500]) await createInvoice(payload, { clientNumber: 'C-1', balance })
  await createInvoice(payload, { clientNumber: 'C-AMOUNTS', memo: 'a secret memo' })
  await createInvoice(payload, {
    clientNumber: 'C-1',
    matters: [1, 2].map((n) => ({ matterNumber: `M-${n}`, matterDescription: null })),
  })
  transaction = await idOf(
    `insert into transactions (reference, payer_id, kind, status, amount, currency, account, channel) values ('R-1', $1, 'payment', 'succeeded', 100, 'usd', 'operating-ny', 'portal') returning id`,
    [ada.id],
  )
}

async function createCallers(payload: Payload): Promise<void> {
  ada = await loginPayer({ payload })
  guest = await loginPayer({ payload })
  gone = await loginPayer({ payload })
  await poolOf(payload).query('update payer_portal_logins set epoch = epoch + 1 where id = $1', [gone.loginId])
  const owner = await loginPayer({ payload })
  secondRecord = owner.id
  several = (
    await loginPerson({ payload }, { payer: owner.id, role: 'view', email: (await loginPayer({ payload })).email })
  ).headers
}

beforeAll(async () => {
  databaseUrl = await createDatabase()
  server = await createServer({ config: await hostConfig({ databaseUrl }) })
  const { payload } = server
  await createCallers(payload)
  await createRows(payload)
  ports = await startDoors(payload)
  staff = await loginStaff()
  view = await openView()
})
afterAll(async () => {
  for (const one of servers) await new Promise((resolve) => one.close(resolve))
  await server.close()
  await closeTrackedConnections()
  await dropDatabase(databaseUrl)
})

const INVOICES = '/api/portal/invoices'
const mine = (name: string, path: string, headers: Headers = {}): Case => ({
  name,
  path,
  headers: { ...ada.headers, ...headers },
})
const others = (name: string, path: string, headers: Headers = {}): Case => ({ name, path, headers })

const PAGES = [
  ...['', '?status=all', '?status=overdue&sort=-number', '?sort=-amountDue&limit=2&page=2', '?count=true&q=a'],
  ...['?q=%C3%A9', '?q=%E0%A4%A', '?page=1000&limit=100', `?x=${'y'.repeat(12_000)}`],
  '?unknown=1&depth=10&where[id][exists]=true&select[hash]=true',
]

const answered = (): Case[] => [
  ...PAGES.map((query) => mine(`a page ${query.slice(0, 60)}`, INVOICES + query)),
  mine('the summary', '/api/portal/summary'),
  mine('an invoice', `${INVOICES}/${seen}`),
  mine('the history', '/api/portal/transactions?limit=1'),
  mine('a transaction', `/api/portal/transactions/${transaction}`),
  mine('a path with dots', '/api/portal/nowhere/../invoices'),
  mine('an origin of ours', INVOICES, { origin: SERVER_URL }),
  mine('a foreign origin, with a token of its own', INVOICES, { origin: 'https://evil.test' }),
  mine('the own record named', INVOICES, { 'x-payer': String(ada.id) }),
  { name: 'a cookie', path: INVOICES, headers: { ...ada.cookie, 'sec-fetch-site': 'same-origin' } },
  { name: 'a cookie among others', path: INVOICES, headers: { cookie: `a=%; ${ada.cookie.cookie}; b=1` } },
  {
    name: 'a cookie beside one of staff',
    path: INVOICES,
    headers: { cookie: `payload-token=x; ${ada.cookie.cookie}` },
  },
  { name: 'no association', path: INVOICES, headers: guest.headers },
  { name: 'a person who may look', path: INVOICES, headers: several },
  {
    name: 'another record of the login',
    path: '/api/portal/summary',
    headers: { ...several, 'x-payer': String(secondRecord) },
  },
]

const leftToPayload = (): Case[] => [
  mine('a bad limit', `${INVOICES}?limit=0`),
  mine('a limit too high', `${INVOICES}?limit=101`),
  mine('a limit twice', `${INVOICES}?limit=1&limit=2`),
  mine('an unknown sort', `${INVOICES}?sort=payer.hash`),
  mine('an unknown status', `${INVOICES}?status=void`),
  mine('a text too long', `${INVOICES}?q=${'y'.repeat(201)}`),
  mine('a NUL', `${INVOICES}?q=%00`),
  mine('an invoice out of scope', `${INVOICES}/${foreign}`),
  mine('an invoice that is not there', `${INVOICES}/2147483647`),
  mine('an id too large', `${INVOICES}/9999999999`),
  mine('an id that is none', `${INVOICES}/abc`),
  mine('an id with zeros', `${INVOICES}/00${seen}`),
  mine('a transaction that is not there', '/api/portal/transactions/2147483647'),
  mine('a slash at the end', `${INVOICES}/`),
  mine('two slashes', '/api//portal/invoices'),
  mine('another case', '/api/Portal/Invoices'),
  mine('a path that does not decode', '/api/portal/invoices/%'),
  mine('an address like another site', '//evil.test/api/portal/invoices'),
  mine('a record of another payer', INVOICES, { 'x-payer': String(guest.id) }),
  mine('a record that is none', INVOICES, { 'x-payer': "1' or true" }),
  others('a cookie from another site', INVOICES, { ...ada.cookie, origin: 'https://evil.test' }),
  others('a cookie, fetched across sites', INVOICES, { ...ada.cookie, 'sec-fetch-site': 'cross-site' }),
  others('nobody', INVOICES),
  others('nobody, one invoice', `${INVOICES}/${seen}`),
  others('a token that is none', INVOICES, { authorization: 'JWT pps_nothing' }),
  others('a token of nobody', INVOICES, { authorization: `JWT pps_${'a'.repeat(43)}` }),
  others('a cookie, and another scheme', INVOICES, { ...ada.cookie, authorization: 'Bearer x' }),
  others('a payer whose access ended', INVOICES, gone.headers),
  others('staff', INVOICES, staff),
  others('a view', INVOICES, view),
  others('a view of one invoice', `${INVOICES}/${seen}`, view),
  others('a view that is none, beside a session', INVOICES, { ...ada.headers, 'x-payer-view': '999' }),
  others('a view named without its header', INVOICES, { ...view, 'x-payer-view': '' }),
  ...['HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE'].map((method) => ({ ...mine(method, INVOICES), method })),
  { ...mine('a write', INVOICES), method: 'POST', body: '{}' },
  {
    ...mine('a read sent as a write', INVOICES, { 'x-payload-http-method-override': 'GET' }),
    method: 'POST',
    body: '',
  },
]

describe('the direct door of what a payer reads', () => {
  it('S-05 S-13 O-06 answers what Payload\u2019s door answers, and it is this door that does', async () => {
    for (const { name, ...call } of answered()) {
      const expected = await ask(ports.payloadOnly, call)
      expect([name, expected.status]).toEqual([name, 200])
      expect({ name, ...(await ask(ports.both, call)) }).toEqual({ name, ...expected })
      const { status, body } = await ask(ports.directOnly, call)
      expect({ name, status, body }).toEqual({ name, status: 200, body: expected.body })
    }
  })

  it('S-05 A-05 A-20 I-01 leaves everything else to Payload\u2019s door', async () => {
    const statuses = new Set<number>()
    for (const { name, ...call } of leftToPayload()) {
      const expected = await ask(ports.payloadOnly, call)
      statuses.add(expected.status)
      expect({ name, ...(await ask(ports.both, call)) }).toEqual({ name, ...expected })
      expect([name, (await ask(ports.directOnly, call)).status]).toEqual([name, DECLINED])
    }
    expect([...statuses].toSorted((a, b) => a - b)).toEqual([200, 400, 401, 404, 405])
  })

  it('S-08 A-05 asks for the live session and the live rules each time', async () => {
    const { payload } = server
    const payer = await loginPayer({ payload })
    const ids = async () => {
      const { status, body } = await ask(ports.directOnly, { path: INVOICES, headers: payer.headers })
      return status === 200 ? JSON.parse(body).docs.map((doc: { id: number }) => doc.id) : status
    }
    expect(await ids()).toEqual([])
    const { id } = await createAssociation(payload, payer.id, { clientNumber: 'C-2' })
    expect(await ids()).toEqual([foreign])
    await poolOf(payload).query('delete from associations where id = $1', [id])
    expect(await ids()).toEqual([])
    await poolOf(payload).query('delete from payer_portal_sessions where login_id = $1', [payer.loginId])
    expect(await ids()).toBe(DECLINED)
  })
})
