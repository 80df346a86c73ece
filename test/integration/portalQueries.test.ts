import type { LoggedInPayer } from '../factories/loginPayer.ts'
import type { Host } from '../helpers/host/bootHost.ts'
import { bootPortalHost } from '../helpers/portalHost.ts'

let host: Host
let ada: LoggedInPayer

const get = (path: string) => host.call(path, { headers: ada.headers })

beforeAll(async () => {
  ;({ host, ada } = await bootPortalHost())
})
afterAll(() => host.close())

describe('query strings', () => {
  it('S-15 limit and page are bounded', async () => {
    for (const query of [
      'limit=0',
      'limit=-1',
      'limit=1000000000',
      'limit=abc',
      'page=0',
      'page=-1',
      'page=99999999999',
    ]) {
      expect([query, (await get(`/api/portal/invoices?${query}`)).status]).toEqual([query, 400])
    }
    const { body } = await get('/api/invoices?limit=1000000000&depth=10')
    expect(body.limit).toBe(100)
  })

  it('I-01 2,000 random query strings give an answer or a refusal, never a failure', async () => {
    const keys = [
      'limit',
      'page',
      'sort',
      'q',
      'status',
      'depth',
      'where[id][equals]',
      'where[number][like]',
      'where[or][0][id][in]',
      'where[total][greater_than]',
      'where[createdAt][less_than]',
      'where',
      'select[memo]',
      'populate[a]',
      'joins',
      'locale',
      'count',
      'like[]',
      '__proto__[x]',
      'where[dueOn][exists]',
      'where[id][in][0]',
      'where[status][equals]',
    ]
    const values = [
      '',
      '0',
      '-1',
      '1e9',
      '99999999999999999999',
      'abc',
      '%00',
      "'",
      '%27%3B--',
      '%25',
      '\u05e9',
      '[]',
      '{}',
      'null',
      'true',
      '-createdAt',
      'payer.email',
      '2026-13-45',
      'NaN',
      '%F0%9F%92%A9',
      '1,2',
      '\\',
    ]
    const paths = [
      '/api/portal/invoices',
      '/api/portal/transactions',
      '/api/portal/summary',
      '/api/invoices',
      '/api/transactions',
      '/api/payers',
    ]
    let seed = 7
    const pick = <Item>(items: readonly Item[]): Item => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return items[seed % items.length] as Item
    }
    const failures: string[] = []
    for (let round = 0; round < 100; round += 1) {
      const urls = Array.from(
        { length: 20 },
        () => `${pick(paths)}?${pick(keys)}=${pick(values)}&${pick(keys)}=${pick(values)}`,
      )
      const answers = await Promise.all(urls.map(async (url) => ({ url, status: (await get(url)).status })))
      failures.push(...answers.filter(({ status }) => status >= 500).map(({ url, status }) => `${status} ${url}`))
    }
    expect(failures).toEqual([])
  }, 60_000)
})
