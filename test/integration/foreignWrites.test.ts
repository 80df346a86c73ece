import { createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { createLogin } from '../factories/createLogin.ts'
import { type LoggedInPayer, PASSWORD } from '../factories/loginPayer.ts'
import { everything } from '../helpers/everything.ts'
import { type Answer, bootHost, type Host } from '../helpers/host/bootHost.ts'
import { SERVER_URL } from '../helpers/host/hostConfig.ts'
import { routesOf } from '../helpers/host/routesOf.ts'
import { loginStaff } from '../helpers/loginStaff.ts'
import { memoryBooks } from '../helpers/memoryBooks.ts'
import { WRITES } from './writeTable.ts'

/** No row has this number. */
const NOBODY = '2147483000'
const OWN = { origin: SERVER_URL, 'sec-fetch-site': 'same-origin' }

let host: Host
let ada: LoggedInPayer
let staffCookie: string
const ids: Record<string, string> = {}

beforeAll(async () => {
  host = await bootHost({
    portal: {
      mailWebhookSecret: 'kT9-wq3_Zb7yQm1xLr5vNc8sDf2gHj4p',
      sources: [memoryBooks('firm')],
      syncSecrets: { firm: 'pL4-vb8_Xc2nMz6kTq9wRj3yHs7dFg5a' },
    },
  })
  staffCookie = `payload-token=${(await loginStaff(host)).authorization.slice(4)}`
  ada = await createLogin(host)
  ids.associations = String((await createAssociation(host.payload, ada.id, { clientNumber: 'C-1' })).id)
  ids.invoices = String((await createInvoice(host.payload, { clientNumber: 'C-1' })).id)
  ids.payers = String(ada.id)
})
afterAll(() => host.close())

type Shape = { headers?: Record<string, string>; body?: string | FormData | Uint8Array }

/** In one jar the payer's cookie and the staff's: whatever the route takes is there. */
async function send(route: string, { headers = {}, body }: Shape, payer = ada): Promise<Answer> {
  const [method = '', path = ''] = route.split(' ')
  const collection = path.split('/')[1] ?? ''
  const isBulk = /^(?:patch|delete) \/[\w-]+$/.test(route)
  const id = collection === 'payers' ? String(payer.id) : (ids[collection] ?? NOBODY)
  const url = `/api${path
    .replace(/:id\??/, id)
    .replace(':person', NOBODY)
    .replace(':source', 'firm')}${isBulk ? `?where[id][equals]=${id}` : ''}`
  const cookie = `${staffCookie}; ${payer.cookie.cookie}`
  const response = await host.fetch(url, {
    method: method.toUpperCase(),
    headers: { cookie, 'content-type': '', ...headers },
    ...(body === undefined ? {} : { body }),
  })
  const text = await response.text()
  return {
    status: response.status,
    text,
    headers: response.headers,
    body: text.startsWith('{') ? JSON.parse(text) : {},
  }
}

const codeOf = ({ body }: Answer): unknown => body.errors?.[0]?.data?.code

const DATA = {
  email: 'evil@evil.test',
  phone: '666',
  loginAccess: true,
  hold: 'x',
  clientName: 'x',
  firmName: 'x',
  password: PASSWORD,
  currentPassword: PASSWORD,
}
const JSON_BODY = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(DATA) }
const URLENCODED = {
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams({ phone: '666' }).toString(),
}
const MULTIPART = {
  headers: { 'content-type': 'multipart/form-data; boundary=b' },
  body: `--b\r\ncontent-disposition: form-data; name="_payload"\r\n\r\n${JSON.stringify(DATA)}\r\n--b--\r\n`,
}
const TEXT = { headers: { 'content-type': 'text/plain' }, body: JSON.stringify(DATA) }
const sent = ({ headers, body }: typeof JSON_BODY, more: Record<string, string>): Shape => ({
  headers: { ...headers, ...more },
  body,
})

const FOREIGN: [string, Shape][] = [
  ['another site', sent(JSON_BODY, { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' })],
  ['a sibling subdomain', sent(JSON_BODY, { origin: 'http://sub.localhost:3000', 'sec-fetch-site': 'same-site' })],
  ['another port', sent(JSON_BODY, { origin: 'http://localhost:3001' })],
  ['a sandboxed frame', sent(JSON_BODY, { origin: 'null' })],
  ['another site without Origin', sent(JSON_BODY, { 'sec-fetch-site': 'cross-site' })],
  ['a sibling without Origin', sent(JSON_BODY, { 'sec-fetch-site': 'same-site' })],
  [
    'a followed link of another site',
    sent(JSON_BODY, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }),
  ],
  ['nobody knows where, with cookies', JSON_BODY],
  ['a form of another site', sent(URLENCODED, { origin: 'https://evil.test' })],
  ['a form with files of another site', sent(MULTIPART, { origin: 'https://evil.test' })],
  ['a form of plain text of another site', sent(TEXT, { origin: 'https://evil.test' })],
  ['a form without Origin', sent(URLENCODED, {})],
]
const FORMS: [string, Shape][] = [
  ['a form', sent(URLENCODED, OWN)],
  ['a form with files', sent(MULTIPART, OWN)],
  ['plain text', sent(TEXT, OWN)],
  ['XML', sent({ ...TEXT, headers: { 'content-type': 'application/xml' } }, OWN)],
  ['what only begins as JSON', sent({ ...TEXT, headers: { 'content-type': 'application/jsonp' } }, OWN)],
  ['a form without a field', { headers: { 'content-type': 'text/plain', ...OWN } }],
]

/** Payload's own routes are closed in their own words to a cookie that does not count; a question writes nothing. */
function isRefused(kind: string, answer: Answer): boolean {
  if (kind === 'asks') return answer.status < 500
  if (kind === 'panel') return answer.status >= 400 && answer.status < 500
  return answer.status === 403 && codeOf(answer) === 'origin_refused'
}

describe('A-20 every route that writes', () => {
  it('A-20 has a row, and no row is without its route', () => {
    const routes = routesOf(host.config).filter((route) => !route.startsWith('get '))
    expect(routes.length).toBeGreaterThan(90)
    expect(routes.filter((route) => !(route in WRITES))).toEqual([])
    expect(Object.keys(WRITES).filter((route) => !routes.includes(route))).toEqual([])
  })

  const asked = Object.entries(WRITES).filter(([, kind]) => kind !== 'signed')

  it.each(FOREIGN)('A-20 refuses what comes from %s, and nothing has changed', async (_from, shape) => {
    const before = await everything(host.payload)
    const wrong: string[] = []
    for (const [route, kind] of asked) {
      const answer = await send(route, shape)
      if (!isRefused(kind, answer)) wrong.push(`${route}: ${answer.status} ${answer.text.slice(0, 100)}`)
    }
    expect(wrong).toEqual([])
    expect(await everything(host.payload)).toEqual(before)
  })

  it.each(FORMS)('A-20 refuses %s also from its own pages, and nothing has changed', async (_what, shape) => {
    const before = await everything(host.payload)
    const wrong: string[] = []
    for (const [route, kind] of asked) {
      if (kind === 'panel' || kind === 'asks') continue
      const answer = await send(route, shape)
      if (answer.status !== 415 || codeOf(answer) !== 'unsupported_media_type')
        wrong.push(`${route}: ${answer.status} ${answer.text.slice(0, 100)}`)
    }
    expect(wrong).toEqual([])
    expect(await everything(host.payload)).toEqual(before)
  })

  it('A-20 lets JSON of its own pages through: the rows above are refused for their form alone', async () => {
    const wrong: string[] = []
    for (const [route] of asked) {
      const answer = await send(
        route,
        { headers: { 'content-type': 'application/json; charset=utf-8', ...OWN }, body: '{}' },
        await createLogin(host),
      )
      if (answer.status === 415 || answer.status >= 500 || codeOf(answer) === 'origin_refused')
        wrong.push(`${route}: ${answer.status} ${answer.text.slice(0, 100)}`)
    }
    // Without a gateway nothing can be refunded or paid.
    expect(wrong.filter((line) => !/: 503 .*payments_unavailable/.test(line))).toEqual([])
  })

  it('A-20 a program without cookies needs no Origin, and a body that does not say what it is is refused', async () => {
    const ask = (call: object) =>
      host.call('/api/payers/change-password', { method: 'POST', headers: ada.headers, ...call })
    expect(codeOf(await ask({ body: { currentPassword: 'x' } }))).toBe('password_wrong')
    expect((await ask({ body: new TextEncoder().encode('{"currentPassword":"x"}') })).status).toBe(415)
  })

  it('A-20 no route that reads changes anything', async () => {
    const reads = routesOf(host.config).filter((route) => route.startsWith('get '))
    expect(reads.length).toBeGreaterThan(30)
    const before = await everything(host.payload)
    for (const route of reads) await send(route, { headers: OWN })
    expect(await everything(host.payload)).toEqual(before)
  })

  it.each(Object.entries(WRITES).filter(([, kind]) => kind === 'signed'))(
    'A-20 %s asks for a signature, whoever is logged in',
    async (route) => {
      const before = await everything(host.payload)
      for (const shape of [
        sent(JSON_BODY, OWN),
        sent(TEXT, OWN),
        sent(JSON_BODY, { 'stripe-signature': 't=1,v1=0', 'portal-signature': 't=1,v1=0', ...OWN }),
      ])
        expect([400, 503]).toContain((await send(route, shape)).status)
      expect(await everything(host.payload)).toEqual(before)
    },
  )
})
