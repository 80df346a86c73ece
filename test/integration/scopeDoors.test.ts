import { poolOf } from '../../src/base/database.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { createPayer } from '../factories/createPayer.ts'
import { type LoggedInPayer, loginPayer } from '../factories/loginPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { loginStaff } from '../helpers/loginStaff.ts'

let host: Host
let ada: LoggedInPayer
let staff: Record<string, string>

beforeAll(async () => {
  host = await bootHost()
  ada = await loginPayer(host)
  staff = { ...(await loginStaff(host)) }
})
afterAll(() => host.close())

const get = (path: string) => host.call(path, { headers: ada.headers })
const list = async (path: string) => ((await get(path)).body.docs?.length ?? 0) > 0

/** Every door through which a payer, or staff for a payer, learns of an invoice. */
function doors({ id, number }: { id: number; number: string | null }): Record<string, () => Promise<boolean>> {
  return {
    'the list of the portal': () => list('/api/portal/invoices'),
    'a search': () => list(`/api/portal/invoices?q=${number}`),
    'the invoice in the portal': async () => (await get(`/api/portal/invoices/${id}`)).status === 200,
    'its PDF': async () =>
      (await host.fetch(`/api/portal/invoices/${id}/pdf`, { headers: ada.headers })).status === 200,
    'the summary': async () => (await get('/api/portal/summary')).body.totals.length > 0,
    allocate: async () => {
      const body = { amount: 100, currency: 'usd', invoices: [id] }
      const answer = await host.call('/api/portal/allocate', { method: 'POST', body, headers: ada.headers })
      return answer.status === 200 && answer.body.allocations.length > 0
    },
    "Payload's list": () => list('/api/invoices'),
    "Payload's count": async () => (await get('/api/invoices/count')).body.totalDocs > 0,
    "Payload's document": async () => (await get(`/api/invoices/${id}`)).status === 200,
    'the preview of staff': async () =>
      (await host.call(`/api/payers/${ada.id}/preview`, { headers: staff })).body.totals.length > 0,
    'the Local API': () => {
      const user = { id: ada.id, email: ada.email, loginId: ada.loginId, role: 'owner', collection: 'payers' } as never
      const found = host.payload.find({ collection: 'invoices', overrideAccess: false, user })
      return found.then(
        ({ docs }) => docs.length > 0,
        (error: { status?: number }) => (error.status === 403 ? false : Promise.reject(error)),
      )
    },
  }
}

describe('every door to an invoice', () => {
  it('S-08 shows it, and shows it no more, on the very next request after each change of an association', async () => {
    const invoice = await createInvoice(host.payload, { clientNumber: 'C-8' })
    const see = async () => {
      const seen: Record<string, boolean> = {}
      for (const [door, open] of Object.entries(doors(invoice))) seen[door] = await open()
      return seen
    }
    const all = (shown: boolean) => Object.fromEntries(Object.keys(doors(invoice)).map((door) => [door, shown]))
    const write = (method: string, path: string, body?: object) =>
      host.call(`/api/associations${path}`, { method, headers: staff, ...(body ? { body } : {}) })
    expect(await see()).toEqual(all(false))
    const made = await write('POST', '', { payer: ada.id, clientNumber: 'C-8', effect: 'include' })
    const id = made.body.doc.id
    const changes: [object, boolean][] = [
      [{ clientNumber: 'C-8' }, true],
      [{ endsOn: '2020-01-01' }, false],
      [{ endsOn: null }, true],
      [{ clientNumber: 'C-9' }, false],
      [{ clientNumber: 'C-8' }, true],
      [{ effect: 'exclude' }, false],
      [{ effect: 'include', ability: 'pay' }, true],
      [{ payer: await createPayer(host.payload) }, false],
      [{ payer: ada.id }, true],
    ]
    for (const [change, shown] of changes) {
      expect((await write('PATCH', `/${id}`, change)).status).toBe(200)
      expect([change, await see()]).toEqual([change, all(shown)])
    }
    const exclude = await write('POST', '', { payer: ada.id, invoiceNumber: invoice.number, effect: 'exclude' })
    expect(await see()).toEqual(all(false))
    await write('DELETE', `/${exclude.body.doc.id}`)
    expect(await see()).toEqual(all(true))
    await poolOf(host.payload).query(`update invoices set client_number = 'C-10' where id = $1`, [invoice.id])
    expect(await see()).toEqual(all(false))
    await poolOf(host.payload).query(`update invoices set client_number = 'C-8' where id = $1`, [invoice.id])
    await write('DELETE', `?where[payer][equals]=${ada.id}`)
    expect(await see()).toEqual(all(false))
  })

  it('S-05 S-06 no filter, sort, count, select, populate or join tells what another payer has', async () => {
    const bob = await loginPayer(host)
    await createAssociation(host.payload, ada.id, { clientNumber: 'C-own' })
    const own = await createInvoice(host.payload, { clientNumber: 'C-own' })
    const theirs = await createInvoice(host.payload, {
      clientNumber: 'C-bob',
      clientName: 'Bob and Sons',
      matterNumber: 'M-bob',
      number: 'BOB-1',
      issuedOn: '2019-03-03',
      dueOn: '2019-04-04',
      currency: 'chf',
      total: 4711,
      balance: 4711,
      account: 'trust-ny',
      source: 'bobs',
    })
    await poolOf(host.payload).query(
      `insert into transactions (reference, kind, status, payer_id, channel, amount, currency, account) values ('T-BOB', 'payment', 'succeeded', $1, 'portal', 4711, 'chf', 'trust-ny')`,
      [bob.id],
    )
    const facts: [collection: string, path: string, theirs: unknown, unused: unknown][] = [
      ['invoices', 'id', theirs.id, 2_000_000_001],
      ...(
        [
          'number',
          'clientNumber',
          'clientName',
          'matterNumber',
          'account',
          'source',
          'currency',
          'issuedOn',
          'dueOn',
        ] as const
      ).map((path): [string, string, unknown, unknown] => [
        'invoices',
        path,
        theirs[path],
        `${path.endsWith('On') ? '1901-01-01' : 'zzz'}`,
      ]),
      ['invoices', 'total', 4711, 4712],
      ['invoices', 'balance', 4711, 4712],
      ['transactions', 'reference', 'T-BOB', 'T-NONE'],
      ['transactions', 'amount', 4711, 4712],
      ['transactions', 'currency', 'chf', 'zzz'],
      ['payers', 'id', bob.id, 2_000_000_001],
    ]
    const wrong: string[] = []
    for (const [collection, path, real, unused] of facts)
      for (const operator of ['equals', 'in', 'not_equals', 'not_in', 'greater_than', 'less_than_equal'])
        for (const door of ['', '/count']) {
          const ask = async (value: unknown) =>
            (await get(`/api/${collection}${door}?where[${path}][${operator}]=${encodeURIComponent(String(value))}`))
              .text
          const [one, other] = [await ask(real), await ask(unused)]
          const isOrder = operator.includes('than')
          if (isOrder ? one.includes('BOB') || one.includes('4711') : one !== other)
            wrong.push(`${collection}${door} ${path} ${operator}`)
        }
    expect(wrong).toEqual([])
    for (const query of [
      '',
      'select[number]=true',
      'populate[payers][email]=true&depth=5',
      'joins[x][limit]=1',
      'draft=true',
      'trash=true',
      'showHiddenFields=true',
      'sort=number',
    ]) {
      for (const path of ['/api/invoices', '/api/portal/invoices']) {
        const answer = async (id: number) => {
          const { status, text } = await get(`${path}/${id}?${query}`)
          return [query, status, text.replaceAll(String(id), 'N')]
        }
        expect(await answer(theirs.id)).toEqual(await answer(2_000_000_001))
        expect((await answer(own.id))[1]).toBe(200)
      }
    }
  })
})
