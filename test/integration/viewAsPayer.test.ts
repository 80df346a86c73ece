import { staffRoles } from 'payload-plugin-payer-portal'
import { poolOf } from '../../src/base/database.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { createPayer } from '../factories/createPayer.ts'
import { type LoggedInPayer, loginPayer } from '../factories/loginPayer.ts'
import { type Answer, bootHost, type Call, type Host } from '../helpers/host/bootHost.ts'
import { loginStaffOf, usersWithRoles } from '../helpers/loginStaffOf.ts'
import { ROUTES } from './staffTable.ts'

let host: Host
let ada: LoggedInPayer
let bob: LoggedInPayer
let invoice: number
let foreign: number
let counter = 0

beforeAll(async () => {
  host = await bootHost({ config: { collections: [usersWithRoles] }, portal: { staffMay: staffRoles() } })
  const { payload } = host
  ada = await loginPayer(host)
  bob = await loginPayer(host)
  await createAssociation(payload, ada.id, { clientNumber: 'C-1' })
  await createAssociation(payload, bob.id, { clientNumber: 'C-2' })
  invoice = (await createInvoice(payload, { clientNumber: 'C-1' })).id
  foreign = (await createInvoice(payload, { clientNumber: 'C-2' })).id
})
afterAll(() => host.close())

const query = async (text: string, values: unknown[] = []) => (await poolOf(host.payload).query(text, values)).rows

/** What a browser adds to a request of the page itself. */
const SAME = { 'sec-fetch-site': 'same-origin' }
const call = (path: string, { headers = {}, ...rest }: Call = {}) =>
  host.call(path, { ...rest, headers: { ...SAME, ...headers } })

type Manager = { id: number; email: string; cookie: string; headers: { authorization: string } }

async function manager(): Promise<Manager> {
  counter += 1
  const { id, email, headers } = await loginStaffOf(host, { roles: ['manager'], name: `manager-${counter}` })
  return { id, email, headers, cookie: `payload-token=${headers.authorization.slice(4)}` }
}

type View = { id: string; headers: Record<string, string>; cookie: string; staff: Manager }

/** As a browser has it: the staff cookie, the view's cookie, and in the view's own tab the header. */
async function begin(staff: Manager, payer = ada.id): Promise<View> {
  const answer = await call(`/api/payers/${payer}/view`, {
    method: 'POST',
    headers: { cookie: staff.cookie },
    body: {},
  })
  expect(answer.status).toBe(201)
  const set = answer.headers.get('set-cookie') ?? ''
  expect(set).toMatch(/^__Host-payer-view=ppv_[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict; Expires=/)
  const id = String(answer.body.view)
  const cookie = `${staff.cookie}; ${set.split(';')[0]}`
  return { id, cookie, headers: { cookie, 'x-payer-view': id }, staff }
}

const get = (path: string, headers: Record<string, string>): Promise<Answer> => call(path, { headers })
const meOf = async (headers: Record<string, string>) => (await get('/api/payers/me', headers)).body
const audit = (payer: number) =>
  query(
    `select action, actor_collection, actor_id, actor_name from audit_log where payer_id = $1 and action like 'view%' order by id`,
    [payer],
  )

describe('view as payer', () => {
  it('shows exactly what the payer sees, and no login', async () => {
    const { headers } = await begin(await manager())
    for (const path of ['summary', 'invoices', 'transactions', 'payment-methods', `invoices/${invoice}`]) {
      const [seen, own] = await Promise.all([
        get(`/api/portal/${path}`, headers),
        get(`/api/portal/${path}`, ada.headers),
      ])
      expect([path, seen.status, seen.body]).toEqual([path, 200, own.body])
    }
    expect((await get(`/api/portal/invoices/${foreign}`, headers)).status).toBe(404)
    const me = await meOf(headers)
    expect(me).toMatchObject({ user: { id: ada.id, email: ada.email }, payers: [], strategy: 'payer-view' })
    expect(me.view.staffName).toMatch(/^manager-/)
    expect(Date.parse(me.view.expiresAt)).toBeLessThanOrEqual(Date.now() + 30 * 60_000)
  })

  it('A-20 S-13 every write under portal and payers is refused', async () => {
    const { headers } = await begin(await manager())
    const before = await query(
      'select (select count(*) from transactions)::int as t, (select count(*) from payer_portal_mails)::int as m',
    )
    const wrong: string[] = []
    const writes = [...Object.keys(ROUTES), 'patch /payers/:id', 'delete /payers/:id', 'post /payers'].filter(
      (route) =>
        !route.startsWith('get ') && /^\w+ \/(?:portal|payers)\b/.test(route) && !/ \/payers\/access/.test(route),
    )
    for (const route of writes) {
      const [method = '', path = ''] = route.split(' ')
      const { status, body } = await call(`/api${path.replace(':id', String(ada.id))}`, {
        method: method.toUpperCase(),
        headers: { ...headers, 'idempotency-key': `k-${route}` },
        body: { email: ada.email, phone: '1' },
      })
      if (status !== 403 || body.errors?.[0]?.data?.code !== 'view_read_only') wrong.push(`${route}: ${status}`)
    }
    expect(writes.length).toBeGreaterThan(20)
    expect(wrong).toEqual([])
    expect(
      await query(
        'select (select count(*) from transactions)::int as t, (select count(*) from payer_portal_mails)::int as m',
      ),
    ).toEqual(before)
    expect((await query('select phone from payers where id = $1', [ada.id]))[0].phone).toBeNull()
  })

  it('makes no session of the payer and leaves last seen as it was', async () => {
    const sessions = () => query('select id, last_seen_at from payer_portal_sessions order by id')
    await query(`update payer_portal_sessions set last_seen_at = now() - interval '10 minutes'`)
    const before = await sessions()
    const { headers } = await begin(await manager())
    await get('/api/portal/summary', headers)
    await get('/api/payers/me', headers)
    expect(await sessions()).toEqual(before)
  })

  it('S-11 a payer who is logged in in the same browser and the view never mix', async () => {
    const view = await begin(await manager())
    const cookie = `${view.cookie}; ${bob.cookie.cookie}`
    expect((await meOf({ cookie, 'x-payer-view': view.id })).user.id).toBe(ada.id)
    expect((await meOf({ cookie })).user.id).toBe(bob.id)
    expect((await get(`/api/portal/invoices/${invoice}`, { cookie })).status).toBe(404)
    // A tab whose view is over is nobody, not Bob.
    await call(`/api/payers/${ada.id}/view`, { method: 'DELETE', headers: { cookie } })
    expect((await meOf({ cookie, 'x-payer-view': view.id })).user).toBeNull()
    expect((await get('/api/portal/summary', { cookie, 'x-payer-view': view.id })).status).toBe(401)
    expect((await meOf({ cookie })).user.id).toBe(bob.id)
  })

  it('files come with the view in their address, and with nothing else', async () => {
    const view = await begin(await manager())
    const path = `/api/portal/invoices/${invoice}/pdf`
    const file = await host.fetch(`${path}?view=${view.id}`, { headers: { ...SAME, cookie: view.cookie } })
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    expect((await host.fetch(path, { headers: { ...SAME, cookie: view.cookie } })).status).toBe(401)
    expect(
      (await host.fetch(`${path}?view=${view.id}`, { headers: { ...SAME, cookie: view.staff.cookie } })).status,
    ).toBe(401)
    expect(
      (
        await host.fetch(`/api/portal/invoices/${foreign}/pdf?view=${view.id}`, {
          headers: { ...SAME, cookie: view.cookie },
        })
      ).status,
    ).toBe(404)
    expect((await meOf({ cookie: view.cookie })).user).toBeNull()
  })

  const ENDS: [string, (view: View) => Promise<unknown>][] = [
    [
      'the member of staff logs out',
      ({ staff }) => call('/api/users/logout', { method: 'POST', headers: staff.headers }),
    ],
    [
      'the right is gone',
      ({ staff }) => query(`update users_roles set value = 'collector' where parent_id = $1`, [staff.id]),
    ],
    ['the member of staff is deleted', ({ staff }) => query('delete from users where id = $1', [staff.id])],
    ['the payer is archived', () => query('update payers set archived_at = now() where id = $1', [ada.id])],
    ['half an hour is over', ({ id }) => query(`update payer_portal_views set expires_at = now() where id = $1`, [id])],
    [
      'it is ended',
      ({ staff }) => call(`/api/payers/${ada.id}/view`, { method: 'DELETE', headers: { cookie: staff.cookie } }),
    ],
    ['another one is begun', ({ staff }) => begin(staff, bob.id)],
  ]
  it.each(ENDS)('A-18 ends when %s', async (_when, end) => {
    const view = await begin(await manager())
    expect((await meOf(view.headers)).user.id).toBe(ada.id)
    await end(view)
    try {
      expect((await meOf(view.headers)).user).toBeNull()
      expect((await get('/api/portal/summary', view.headers)).status).toBe(401)
    } finally {
      await query('update payers set archived_at = null where id = $1', [ada.id])
    }
  })

  it('A-18 the cookie is nothing without the staff session it was made in, nor for another number', async () => {
    const [mine, other] = [await begin(await manager()), await begin(await manager(), bob.id)]
    const token = mine.cookie.split('; ')[1]
    const tries: Record<string, string>[] = [
      { cookie: `${token}`, 'x-payer-view': mine.id },
      { cookie: `${other.staff.cookie}; ${token}`, 'x-payer-view': mine.id },
      { cookie: mine.cookie, 'x-payer-view': other.id },
      { cookie: mine.cookie, 'x-payer-view': '' },
      { cookie: mine.cookie, 'x-payer-view': "1' or 1=1" },
      { cookie: mine.cookie, 'x-payer-view': mine.id, origin: 'https://evil.test' },
    ]
    for (const headers of tries) expect((await meOf(headers)).user).toBeNull()
    // The same person, logged in once more: another session.
    const again = await call('/api/users/login', {
      method: 'POST',
      body: { email: mine.staff.email, password: 'Staff-portal-2026!' },
    })
    expect(
      (await meOf({ cookie: `payload-token=${again.body.token}; ${token}`, 'x-payer-view': mine.id })).user,
    ).toBeNull()
  })

  it('O-09 begin and end are recorded with who did it, once each', async () => {
    const payer = await createPayer(host.payload)
    const staff = await manager()
    await begin(staff, payer)
    for (let round = 0; round < 2; round += 1)
      await call(`/api/payers/${payer}/view`, { method: 'DELETE', headers: { cookie: staff.cookie } })
    const by = { actor_collection: 'users', actor_id: String(staff.id), actor_name: staff.email }
    expect(await audit(payer)).toEqual([
      { action: 'view_begun', ...by },
      { action: 'view_ended', ...by },
    ])
  })

  it('a payer that is archived or unknown has no view', async () => {
    const { cookie } = await manager()
    const payer = await createPayer(host.payload)
    await query('update payers set archived_at = now() where id = $1', [payer])
    const ask = async (id: number) =>
      (await call(`/api/payers/${id}/view`, { method: 'POST', headers: { cookie }, body: {} })).status
    expect([await ask(payer), await ask(2_147_483_000)]).toEqual([400, 404])
  })
})
