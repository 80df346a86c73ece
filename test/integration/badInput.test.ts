import { createInvoice } from '../factories/createInvoice.ts'
import { loginPayer } from '../factories/loginPayer.ts'
import { type Answer, bootHost, type Host } from '../helpers/host/bootHost.ts'
import { loginStaff, type StaffHeaders } from '../helpers/loginStaff.ts'

let host: Host
let staff: StaffHeaders
let payer: Awaited<ReturnType<typeof loginPayer>>

beforeAll(async () => {
  host = await bootHost()
  staff = await loginStaff(host)
  payer = await loginPayer(host)
  await createInvoice(host.payload)
})
afterAll(() => host.close())

const SLUGS = ['payers', 'associations', 'invoices', 'transactions', 'audit-log']
const isRefusal = ({ status }: Answer) => status >= 400 && status < 500

describe('what a caller gets wrong', () => {
  it('I-01 a filter that is no filter is refused, for payers and staff', async () => {
    for (const headers of [payer.headers, staff])
      for (const slug of SLUGS)
        for (const path of ['?where=abc', '/count?where=abc', '?where[]=1', '?where[id]=1', '?select=abc&where=abc']) {
          const answer = await host.call(`/api/${slug}${path}`, { headers })
          expect([slug, path, answer.status, isRefusal(answer)]).toEqual([slug, path, answer.status, true])
        }
  })

  it('I-01 a filter of staff that no column can answer is refused', async () => {
    const filters: [slug: string, query: string][] = [
      ...SLUGS.flatMap((slug): [string, string][] =>
        [
          'where[id][equals]=99999999999',
          'where[id][in]=99999999999,1',
          'where[id][greater_than]=99999999999',
          'where[id][like][]=1',
          'where[id][near]=1',
          'where[id][within]=1',
          'where[id][all]=1',
          'where[or][0][and][0][id][intersects]=1',
          'limit=1.5',
        ].map((query) => [slug, query]),
      ),
      ['invoices', 'where[number][like][]=a'],
      ['invoices', 'where[number][contains][x]=a'],
      ['invoices', 'where[status][equals]=nope'],
      ['invoices', 'where[status][in][]=nope'],
      ['invoices', 'where[status][like]=o'],
      ['transactions', 'where[status][equals]=nope'],
      ['transactions', 'where[payer][equals]=99999999999'],
      ['transactions', 'where[payer][equals]=abc'],
      ['transactions', 'where[original][in]=99999999999'],
      ['associations', 'where[effect][equals]=nope'],
      ['associations', 'where[payer][equals]=99999999999'],
      ['payers', 'where[invite.status][equals]=nope'],
    ]
    for (const [slug, query] of filters) {
      const { status, body } = await host.call(`/api/${slug}?${query}`, { headers: staff })
      expect([slug, query, status, body.errors?.[0].data.code]).toEqual([slug, query, 400, 'bad_request'])
    }
  })

  it('I-02 an association or a setting that no column can hold is refused', async () => {
    const associations = [
      { effect: 'x' },
      { effect: 5 },
      { effect: {} },
      { ability: [] },
      { ability: ['pay'] },
      { payer: 999_999 },
      { payer: 99_999_999_999 },
      { payer: 'abc' },
      { payer: {} },
      { payer: null },
    ]
    for (const wrong of associations) {
      const body = { payer: payer.id, clientNumber: 'a', ...wrong }
      const { status } = await host.call('/api/associations', { method: 'POST', headers: staff, body })
      expect([wrong, status]).toEqual([wrong, 400])
    }
    for (const body of [{ firmName: 'a\0' }, { welcome: { root: { children: [{ text: 'a\0' }] } } }]) {
      const { status } = await host.call('/api/globals/portal-settings', { method: 'POST', headers: staff, body })
      expect([body, status]).toEqual([body, 400])
    }
  })

  it('S-05 an id is written in one way, and every other text names no row', async () => {
    const others = ['1e0', '01', '1,2', '+1', '%201', '1%20', '0x1', '1.0', '1_0', '١']
    const told = async (path: string, headers: Record<string, string>) => {
      const { status, text } = await host.call(`/api/${path}`, { headers })
      return [status, text]
    }
    // Associations and the audit log are closed to payers, whatever the id.
    const doors = [
      ...['payers', 'invoices', 'transactions'].map((slug) => [slug, payer.headers] as const),
      ...SLUGS.map((slug) => [slug, staff] as const),
    ]
    for (const [slug, headers] of doors) {
      const missing = await told(`${slug}/2000000000`, headers)
      expect([slug, [403, 404].includes(Number(missing[0]))]).toEqual([slug, true])
      for (const id of others) expect([slug, id, await told(`${slug}/${id}`, headers)]).toEqual([slug, id, missing])
    }
    expect((await host.call('/api/invoices/1', { headers: staff })).status).toBe(200)
  })

  it('I-01 paths that are no routes are 4xx for a payer, by every method', async () => {
    const paths = [
      ...SLUGS.flatMap((slug) => [
        `${slug}/init`,
        `${slug}/abc/def`,
        `${slug}/1/x/y`,
        `${slug}/unlock`,
        `${slug}/login/x`,
      ]),
      'portal/nope',
      'portal/invoices/1/nope',
      'connect/nope',
      'postings/1/nope',
    ]
    for (const path of paths)
      for (const method of ['GET', 'POST', 'PATCH', 'PUT', 'DELETE']) {
        const hasBody = method !== 'GET' && method !== 'DELETE'
        const answer = await host.call(`/api/${path}`, {
          method,
          headers: payer.headers,
          ...(hasBody ? { body: {} } : {}),
        })
        expect([method, path, answer.status, isRefusal(answer)]).toEqual([method, path, answer.status, true])
      }
  })
})
