import { createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { type LoggedInPayer, loginPayer } from '../factories/loginPayer.ts'
import { type Answer, bootHost, type Host } from '../helpers/host/bootHost.ts'
import { loginStaff, type StaffHeaders } from '../helpers/loginStaff.ts'

let host: Host
let payer: LoggedInPayer
let staff: StaffHeaders
let invoice: number

beforeAll(async () => {
  host = await bootHost()
  payer = await loginPayer(host)
  staff = await loginStaff(host)
  await createAssociation(host.payload, payer.id)
  invoice = (await createInvoice(host.payload)).id
})
afterAll(() => host.close())

const codeOf = ({ status, body }: Answer) => [status, body.errors?.[0]?.data?.code]

describe('what no row can hold', () => {
  it('I-02 a text with a NUL and keys of a prototype are 400, whoever writes them', async () => {
    const self = `/api/payers/${payer.id}`
    const json = { 'content-type': 'application/json' }
    const writes: [method: string, path: string, headers: Record<string, string>, body: unknown][] = [
      ['PATCH', self, payer.headers, { firstName: 'a\0b' }],
      ['PATCH', self, staff, { phone: 'a\0b' }],
      ['PATCH', self, { ...staff, ...json }, '{"firstName":"a","__proto__":{"x":1}}'],
      ['PATCH', `/api/invoices/${invoice}`, staff, { hold: 'a\0b' }],
      ['POST', '/api/associations', staff, { payer: payer.id, clientNumber: 'a\0b' }],
      ['POST', `${self}/preview`, staff, { associations: [{ clientNumber: '\ud800' }] }],
      ['POST', `${self}/preview`, staff, { associations: [{ clientNumber: 'a\0b' }] }],
    ]
    for (const [method, path, headers, body] of writes) {
      const answer = await host.call(path, { method, headers, body })
      expect([method, path, ...codeOf(answer)]).toEqual([method, path, 400, 'bad_request'])
    }
  })

  it('I-01 a filter with a NUL, a page or a limit that cannot be are 400, in the query and in the body of an override', async () => {
    for (const headers of [payer.headers, staff])
      for (const query of ['where[number][equals]=a%00', 'page=-1', 'page=1e12']) {
        expect([query, ...codeOf(await host.call(`/api/invoices?${query}`, { headers }))]).toEqual([
          query,
          400,
          'bad_request',
        ])
        const override = {
          ...headers,
          'x-payload-http-method-override': 'GET',
          'content-type': 'application/x-www-form-urlencoded',
        }
        const answer = await host.call('/api/invoices', { method: 'POST', headers: override, body: query })
        expect([query, ...codeOf(answer)]).toEqual([query, 400, 'bad_request'])
      }
    expect((await host.call('/api/invoices?limit=1e30', { headers: staff })).status).toBe(400)
  })

  it('S-05 an id that no row can have is a row that does not exist', async () => {
    for (const headers of [payer.headers, staff])
      for (const slug of ['invoices', 'transactions', 'payers']) {
        const missing = (await host.call(`/api/${slug}/2000000000`, { headers })).text
        for (const id of ['abc', '2147483648', '9007199254740993', '[1]', 'null', '0', '-1', '1.5'])
          expect([slug, id, (await host.call(`/api/${slug}/${id}`, { headers })).text]).toEqual([slug, id, missing])
      }
  })
})

describe('staff routes', () => {
  it('A-20 another site cannot use the cookie of staff', async () => {
    const cookie = `payload-token=${staff.authorization.slice(4)}`
    const foreigners: Record<string, string>[] = [
      { origin: 'https://evil.test' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]
    const routes = [
      'connect/sync',
      'postings/1/retry',
      'postings/1/remove',
      'transactions/1/refund',
      `payers/${payer.id}/invite`,
    ]
    for (const route of routes) {
      const call = (headers: Record<string, string>) =>
        host.call(`/api/${route}`, { method: 'POST', headers: { cookie, ...headers }, body: {} })
      for (const foreign of foreigners)
        expect([route, foreign, [401, 403].includes((await call(foreign)).status)]).toEqual([route, foreign, true])
      expect([route, [401, 403].includes((await call({ origin: host.config.serverURL })).status)]).toEqual([
        route,
        false,
      ])
    }
  })
})
