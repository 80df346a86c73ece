import { STAFF_ACTIONS, STAFF_ROLES, type StaffRole, staffRoles } from 'payload-plugin-payer-portal'
import { poolOf } from '../../src/base/database.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { createPayer } from '../factories/createPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { loginStaffOf, type StaffLogin, usersWithRoles } from '../helpers/loginStaffOf.ts'
import { COLLECTIONS, type Door, MAY, ROUTES } from './staffTable.ts'

/** No row has this number: a door that opens says 404 or 400, never 401 or 403. */
const NOBODY = 2_147_483_000

let host: Host
const staff = {} as Record<StaffRole, StaffLogin>
let stranger: StaffLogin

beforeAll(async () => {
  host = await bootHost({ config: { collections: [usersWithRoles] }, portal: { staffMay: staffRoles() } })
  for (const role of STAFF_ROLES) staff[role] = await loginStaffOf(host, { roles: [role] })
  stranger = await loginStaffOf(host, { roles: [], name: 'no-role' })
})
afterAll(() => host.close())

const OPENS: Record<'look' | 'payer' | 'anyone' | 'gone', boolean> = {
  look: true,
  payer: false,
  anyone: true,
  gone: false,
}
const opens = (door: Door, role: StaffRole): boolean =>
  door in OPENS ? OPENS[door as keyof typeof OPENS] : MAY[door as keyof typeof MAY][role]

/** Every route that the package adds, as the running host has it. */
function allRoutes(): string[] {
  const { endpoints, collections } = host.config
  const ours = ['payers', 'associations', 'invoices', 'transactions', 'audit-log']
  const own = collections
    .filter(({ slug }) => ours.includes(slug))
    .flatMap(({ slug, endpoints: list }) =>
      (list || []).map(({ method, path }) => [method, `/${slug}${path}`] as const),
    )
  return [...endpoints.map(({ method, path }) => [method, path] as const), ...own]
    .filter(([, path]) =>
      /^\/(?:portal|connect|postings|attention|payers|associations|invoices|transactions|audit-log)\b/.test(path),
    )
    .map(([method, path]) => `${method} ${path}`)
}

/** Payload's own routes of a collection, which the table of collections covers or which answer nobody. */
const COVERED =
  /\/versions(?:\/|$)|\/(?:first-register|unlock|init|verify\/:id)$|^\w+ \/[a-z-]+(?:\/|\/count|\/:id|\/:id\/duplicate|\/access|\/access\/:id\??)?$/

describe('staff roles', () => {
  it('S-10 every route of the package has a cell in the table', () => {
    const routes = allRoutes()
    expect(routes.length).toBeGreaterThan(30)
    expect(routes.filter((route) => !(route in ROUTES) && !COVERED.test(route))).toEqual([])
    expect(Object.keys(ROUTES).filter((route) => !routes.includes(route))).toEqual([])
  })

  it('every action has a line in the matrix', () => {
    expect(Object.keys(MAY).sort()).toEqual([...STAFF_ACTIONS].sort())
  })

  it.each(STAFF_ROLES)('S-10 %s passes the doors that the table opens, and no other', async (role) => {
    const wrong: string[] = []
    for (const [route, door] of Object.entries(ROUTES)) {
      if (door === 'anyone') continue
      const [method = '', path = ''] = route.split(' ')
      const { status, text } = await host.call(`/api${path.replace(/:(?:id|person)/g, String(NOBODY))}`, {
        method: method.toUpperCase(),
        headers: staff[role].headers,
        ...(method === 'get' ? {} : { body: {} }),
      })
      // Without a gateway a refund answers 503 to those who may.
      if (status >= 500 && status !== 503) wrong.push(`${route}: ${status}`)
      const isOpen = status !== 401 && status !== 403
      if (isOpen !== opens(door, role)) wrong.push(`${route}: ${status} ${text.slice(0, 120)}`)
    }
    expect(wrong).toEqual([])
  })

  it.each(STAFF_ROLES)('S-10 %s does with each collection what the table says', async (role) => {
    const wrong: string[] = []
    for (const [collection, operations] of Object.entries(COLLECTIONS)) {
      for (const [operation, door] of Object.entries(operations)) {
        const status = await attempt(role, collection, operation)
        if (status >= 500) wrong.push(`${collection} ${operation}: ${status}`)
        if (status < 300 !== opens(door, role)) wrong.push(`${collection} ${operation}: ${status}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it.each(STAFF_ROLES)('the settings are changed by those who may: %s', async (role) => {
    const { headers } = staff[role]
    const read = await host.call('/api/globals/portal-settings', { headers })
    const write = await host.call('/api/globals/portal-settings', { method: 'POST', headers, body: { firmName: role } })
    expect([read.status, write.status < 300]).toEqual([200, MAY['settings.write'][role]])
  })

  it.each(STAFF_ROLES)('login access is switched by those who may manage logins: %s', async (role) => {
    const payer = await createPayer(host.payload, { loginAccess: false })
    const { headers } = staff[role]
    await host.call(`/api/payers/${payer}`, { method: 'PATCH', headers, body: { loginAccess: true } })
    const { rows } = await poolOf(host.payload).query('select login_access from payers where id = $1', [payer])
    expect(rows[0].login_access).toBe(MAY['login.manage'][role])
  })

  it.each(STAFF_ROLES)('the panel is told what the server decides: %s', async (role) => {
    const { body } = await host.call('/api/portal/staff/me', { headers: staff[role].headers })
    expect(body.may).toEqual(STAFF_ACTIONS.filter((action) => MAY[action][role]))
  })

  it('S-10 somebody without a role, or with one that is unknown, only looks', async () => {
    const { body } = await host.call('/api/portal/staff/me', { headers: stranger.headers })
    expect(body.may).toEqual([])
    const may = staffRoles()
    for (const roles of [undefined, null, [], ['owner'], 'superuser', { admin: true }, [['admin']]])
      expect(may({ user: { roles }, req: {} as never, action: 'payers.write' })).toBe(false)
    expect(may({ user: { roles: 'admin' }, req: {} as never, action: 'payers.erase' })).toBe(true)
    expect(may({ user: { roles: ['collector', 'manager'] }, req: {} as never, action: 'payers.write' })).toBe(true)
  })
})

let counter = 0

async function idOf(collection: string): Promise<number> {
  const { payload } = host
  const pool = poolOf(payload)
  counter += 1
  if (collection === 'payers') return createPayer(payload)
  if (collection === 'associations')
    return (await createAssociation(payload, await createPayer(payload), { clientNumber: 'C-1' })).id
  if (collection === 'invoices') return (await createInvoice(payload)).id
  const insert =
    collection === 'audit-log'
      ? `insert into audit_log (action, created_at, updated_at) values ('a${counter}', now(), now()) returning id`
      : `insert into transactions (reference, kind, status, payer_id, channel, amount, currency, account)
         values ('P-${counter}', 'payment', 'succeeded', ${await createPayer(payload)}, 'portal', 1, 'usd', 'operating-ny') returning id`
  return (await pool.query<{ id: number }>(insert)).rows[0]?.id ?? 0
}

const CHANGE: Record<string, object> = {
  payers: { phone: '1' },
  associations: { clientName: 'One' },
  invoices: { hold: 'why' },
  transactions: { account: 'x' },
  'audit-log': { action: 'x' },
}

async function newDocument(collection: string): Promise<object> {
  if (collection === 'payers') return { email: `new-${counter}-${Math.random()}@example.test` }
  if (collection === 'associations')
    return { payer: await createPayer(host.payload), clientNumber: 'C', effect: 'include' }
  return { action: 'x', reference: 'x', number: 'x' }
}

async function attempt(role: StaffRole, collection: string, operation: string): Promise<number> {
  const { headers } = staff[role]
  const base = `/api/${collection}`
  const id = await idOf(collection)
  const calls: Record<string, () => Promise<{ status: number }>> = {
    read: () => host.call(`${base}/${id}`, { headers }),
    list: () => host.call(base, { headers }),
    count: () => host.call(`${base}/count`, { headers }),
    create: async () => host.call(base, { method: 'POST', headers, body: await newDocument(collection) }),
    update: () => host.call(`${base}/${id}`, { method: 'PATCH', headers, body: CHANGE[collection] }),
    delete: () => host.call(`${base}/${id}`, { method: 'DELETE', headers }),
  }
  return (await calls[operation]?.())?.status ?? 500
}
