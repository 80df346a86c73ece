import { poolOf } from '../../src/base/database.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { type LoggedInPayer, loginPayer } from '../factories/loginPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'

let host: Host
let ada: LoggedInPayer
let bob: LoggedInPayer
let staffHeaders: { authorization: string }

beforeAll(async () => {
  host = await bootHost()
  const { payload } = host
  ada = await loginPayer(host)
  bob = await loginPayer(host)
  for (const [payer, clientNumber] of [
    [ada, 'C-a'],
    [bob, 'C-b'],
  ] as const) {
    await createAssociation(payload, payer.id, { clientNumber })
    for (const number of ['1', '2', '3', '4'])
      await createInvoice(payload, { clientNumber, number, hold: 'a secret hold' })
    await poolOf(payload).query(
      `insert into transactions (reference, kind, status, payer_id, channel, amount, currency, account, failure_code) values ($1, 'payment', 'failed', $2, 'portal', 1, 'usd', 'operating-ny', 'fraudulent')`,
      [`P-${payer.id}`, payer.id],
    )
  }
  const data = { email: 'staff@firm.test', password: 'Staff-portal-2026!' }
  await payload.create({ collection: 'users', data, overrideAccess: true })
  const { body } = await host.call('/api/users/login', { method: 'POST', body: data })
  staffHeaders = { authorization: `JWT ${body.token}` }
})
afterAll(() => host.close())

describe('what a payer cannot ask', () => {
  const SECRETS = [
    'payer.email',
    'payer.invite.status',
    'allocations.invoice',
    'allocations.pending',
    'original.reference',
    'hold',
    'memo',
    'matterDescription',
    'matters.matterNumber',
    'posting.status',
    'failure.code',
    'loginAccess',
    'email',
    'invite.status',
    'hash',
    'salt',
    'resetPasswordToken',
    'sessions',
    'removedAt',
  ]

  it('S-06 no path through a relation and no field a payer may not read can be sorted or filtered by', async () => {
    for (const collection of ['invoices', 'transactions', 'payers']) {
      for (const path of SECRETS) {
        const answers = await Promise.all(
          [
            `sort=${path}`,
            `sort=-${path}`,
            `where[${path}][exists]=true`,
            `where[or][0][and][0][${path}][equals]=x`,
            `where[OR][0][${path}][equals]=x`,
          ].map((query) => host.call(`/api/${collection}?${query}`, { headers: ada.headers })),
        )
        expect([collection, path, ...answers.map(({ status }) => status)]).toEqual([
          collection,
          path,
          400,
          400,
          400,
          400,
          400,
        ])
      }
    }
  })

  it('S-03 500 filters of a caller, nested and in any case, only ever narrow the scope', async () => {
    const { body: all } = await host.call('/api/invoices?limit=100', { headers: ada.headers })
    const scope = new Set(all.docs.map(({ id }: { id: number }) => id))
    let seed = 11
    const pick = <Item>(items: readonly Item[]): Item => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return items[(seed >>> 8) % items.length] as Item
    }
    const leaf = () =>
      `[${pick(['number', 'clientNumber', 'id', 'status'])}][${pick(['equals', 'not_equals', 'in', 'not_in', 'exists'])}]=${pick(['1', '2', 'C-b', 'open', 'true', 'false', ''])}`
    const branch = () =>
      Array.from({ length: 1 + (seed % 3) }, () => `[${pick(['or', 'and', 'OR', 'And'])}][${pick(['0', '1'])}]`).join(
        '',
      )
    let shown = 0
    for (let round = 0; round < 50; round += 1) {
      const queries = Array.from({ length: 10 }, () =>
        [`where${branch()}${leaf()}`, `where${branch()}${leaf()}`, pick(['', `where${leaf()}`])].join('&'),
      )
      const answers = await Promise.all(
        queries.map((query) => host.call(`/api/invoices?limit=100&${query}`, { headers: ada.headers })),
      )
      for (const { status, body } of answers) {
        if (status !== 200 && status !== 400) throw new Error(`${status} ${JSON.stringify(queries)}`)
        for (const doc of body.docs ?? []) expect(scope.has(doc.id)).toBe(true)
        shown += body.docs?.length ?? 0
      }
    }
    expect(scope.size).toBe(4)
    expect(shown).toBeGreaterThan(0)
  })

  it('S-07 no answer to a payer holds a secret, at any depth and with any select, populate or joins', async () => {
    const keys =
      /^(?:hash|salt|resetPassword.*|sessions?|invite.*|loginAttempts|lockUntil|passwordHash|_verified.*|hold|gatewayId|customerId|tokenHash|apiKey.*)$/i
    const found: string[] = []
    const scan = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return
      for (const [key, part] of Object.entries(value)) {
        if (keys.test(key)) found.push(`${path}.${key}`)
        scan(part, `${path}.${key}`)
      }
    }
    const paths = [
      '/api/payers',
      `/api/payers/${ada.id}`,
      '/api/payers/me',
      '/api/invoices',
      '/api/transactions',
      '/api/portal/invoices',
      '/api/portal/transactions',
      '/api/portal/summary',
      '/api/portal/settings',
      '/api/portal/payment-methods',
    ]
    const queries = [
      '',
      'depth=10',
      'depth=1',
      'select[invite]=true&select[hold]=true',
      'select[sessions]=true&select[hash]=true',
      'populate[payers][email]=true&depth=5',
      'joins[x][limit]=1',
      'draft=true',
      'trash=true',
      'showHiddenFields=true',
    ]
    let answered = 0
    for (const path of paths) {
      for (const query of queries) {
        const { status, body, text } = await host.call(`${path}?${query}`, { headers: ada.headers })
        if (status < 300) answered += 1
        scan(body, `${path}?${query}`)
        expect(text).not.toContain(bob.email)
        expect(text).not.toContain('staff@firm.test')
      }
    }
    expect(found).toEqual([])
    expect(answered).toBeGreaterThan(60)
  })
})

describe('the host\u2019s own doors', () => {
  const CLOSED: [method: string, path: string][] = [
    ...['GET', 'POST', 'PATCH', 'DELETE'].flatMap((method): [string, string][] =>
      [
        '/payload-preferences',
        '/payload-locked-documents',
        '/payload-migrations',
        '/payload-kv',
        '/payload-jobs',
        '/users',
        '/users/1',
      ].map((path) => [method, path]),
    ),
    ['GET', '/payload-jobs/run'],
    ['GET', '/payload-jobs/run?allQueues=true'],
    ['POST', '/payers/first-register'],
    ['POST', '/payers/unlock'],
    ['GET', '/payers/init'],
    ['POST', '/payers/verify/abc'],
    ['GET', '/payers/versions'],
    ['GET', '/payers/versions/1'],
    ['POST', '/payers/versions/1'],
    ['GET', '/invoices/versions'],
    ['GET', '/transactions/versions'],
    ['GET', '/associations/versions'],
    ['POST', '/invoices/1/duplicate'],
    ['POST', '/transactions/1/duplicate'],
    ['POST', '/payers/1/duplicate'],
    ['GET', '/connect/search?by=clientName&q=a'],
    ['GET', '/connect/runs'],
    ['GET', '/connect/sources'],
    ['POST', '/connect/parked/retry'],
    ['POST', '/connect/sync'],
    ['GET', '/postings'],
    ['POST', '/postings/1/retry'],
    ['GET', '/attention'],
    ['GET', '/attention/count'],
    ['GET', '/attention/owners'],
    ['PATCH', '/attention/1'],
    ['POST', '/transactions/1/refund'],
    ['POST', '/payers/1/invite'],
    ['POST', '/payers/1/reset-password'],
    ['DELETE', '/payers/1/login'],
    ['POST', '/payers/1/change-email'],
    ['GET', '/payers/1/people'],
    ['POST', '/payers/1/people'],
    ['PATCH', '/payers/1/people/1'],
    ['DELETE', '/payers/1/people/1'],
    ['POST', '/payers/1/people/1/invite'],
    ['POST', '/payers/1/people/1/reset-password'],
    ['DELETE', '/payers/1/people/1/second-factor'],
    ['POST', '/payers/invite'],
    ['POST', '/payers/import'],
    ['GET', '/payers/duplicates'],
    ['GET', '/payers/find?q=a'],
    ['POST', '/payers/similar'],
    ['POST', '/payers/1/merge'],
    ['POST', '/payers/1/archive'],
    ['POST', '/payers/1/unarchive'],
    ['POST', '/payers/1/erase'],
    ['POST', '/associations/bulk'],
    ['POST', '/associations/import'],
    ['GET', '/invoices/1/payers'],
    ['GET', '/payers/1/preview'],
    ['POST', '/payers/1/preview'],
    ['GET', '/globals/portal-settings'],
    ['POST', '/globals/portal-settings'],
  ]

  it.each(CLOSED)('S-09 %s %s is closed to a payer', async (method, path) => {
    const body = method === 'GET' || method === 'DELETE' ? undefined : {}
    // A bulk change without a filter is refused for that alone.
    const query = ['PATCH', 'DELETE'].includes(method) ? '?where[id][exists]=true' : ''
    const { status } = await host.call(`/api${path}${query}`, { method, body, headers: ada.headers })
    expect([401, 403, 404, 405, 501]).toContain(status)
  })

  it('S-09 at preferences a payer is nobody', async () => {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const call = { method, ...(method === 'POST' ? { body: { value: 1 } } : {}) }
      const asked = await host.call('/api/payload-preferences/x', { ...call, headers: ada.headers })
      const anonymous = await host.call('/api/payload-preferences/x', call)
      expect([method, asked.status, asked.text]).toEqual([method, anonymous.status, anonymous.text])
    }
    expect((await poolOf(host.payload).query('select 1 from payload_preferences')).rowCount).toBe(0)
  })

  it('S-10 a payer cannot make or change staff, though the host left Payload\u2019s default access', async () => {
    const body = { email: 'intruder@example.test', password: 'Intruder-portal-2026!' }
    expect((await host.call('/api/users', { method: 'POST', headers: ada.headers, body })).status).toBe(403)
    expect((await host.call('/api/users/1', { method: 'PATCH', headers: ada.headers, body })).status).toBe(403)
    expect((await host.call('/api/users', { headers: ada.headers })).status).toBe(403)
  })

  it('S-11 a payer and a staff member with one number are two persons', async () => {
    const { rows } = await poolOf(host.payload).query<{ id: number }>(
      `select id from users where email = 'staff@firm.test'`,
    )
    const staffId = rows[0]?.id ?? 0
    const { rows: same } = await poolOf(host.payload).query('select 1 from payers where id = $1', [staffId])
    expect(same).toHaveLength(1)
    const twin = await loginPayer(host, { payer: staffId })
    expect((await host.call(`/api/users/${staffId}`, { headers: twin.headers })).status).toBe(403)
    expect(
      (await host.call('/api/payers', { headers: twin.headers })).body.docs.map(({ id }: { id: number }) => id),
    ).toEqual([staffId])
    expect((await host.call('/api/users/me', { headers: twin.headers })).body.user).toBeNull()
    expect((await host.call('/api/portal/summary', { headers: staffHeaders })).status).toBe(401)
  })
})
