import { postgresAdapter } from '@payloadcms/db-postgres'
import { type Endpoint, getPayload } from 'payload'
import { poolOf } from '../../src/base/database.ts'
import { SLUGS } from '../../src/base/slugs.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { type LoggedInPayer, loginPayer } from '../factories/loginPayer.ts'
import { createDatabase } from '../helpers/databases.ts'
import { everything } from '../helpers/everything.ts'
import { askGraphQL, everyGraphQLDoor } from '../helpers/graphqlDoors.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { SERVER_URL } from '../helpers/host/hostConfig.ts'
import { loginStaff } from '../helpers/loginStaff.ts'
import { closeTrackedConnections, trackedPg } from '../helpers/trackedPg.ts'

type Headers = Record<string, string>

let host: Host
let ada: LoggedInPayer
let staff: Headers
/** The number that the payer, the member of staff and every other record here have. */
let id: number
let closeGraphQL: () => Promise<void>

/** A host that opened nothing to payers and closed nothing: Payload's default access everywhere. */
async function bootOpenHost(): Promise<Host> {
  const databaseUrl = await createDatabase(null)
  const pg = trackedPg as unknown as NonNullable<Parameters<typeof postgresAdapter>[0]['pg']>
  return bootHost({
    databaseUrl,
    config: {
      db: postgresAdapter({ pg, pool: { connectionString: databaseUrl }, push: true }),
      graphQL: { maxComplexity: 1000, disable: false },
      collections: [
        { slug: 'users', auth: true, fields: [] },
        { slug: 'members', auth: true, fields: [] },
        { slug: 'pages', versions: { drafts: true }, trash: true, fields: [{ name: 'title', type: 'text' }] },
      ],
      globals: [{ slug: 'menu', versions: true, fields: [{ name: 'title', type: 'text' }] }],
      jobs: { tasks: [{ slug: 'quiet', handler: () => ({ output: {} }) }] },
    },
  })
}

beforeAll(async () => {
  host = await bootOpenHost()
  const { payload } = host
  // system: the test makes its own records
  const made = { overrideAccess: true, draft: false } as const
  staff = { ...(await loginStaff(host)) }
  ada = await loginPayer(host)
  id = ada.id
  await createAssociation(payload, id, { clientNumber: 'C-1' })
  await createInvoice(payload, { clientNumber: 'C-1' })
  await payload.create({ collection: 'pages' as never, data: { title: 'secret page' } as never, ...made })
  const preference = { method: 'POST', headers: staff, body: { value: 'secret preference' } }
  expect((await host.call('/api/payload-preferences/mine', preference)).status).toBe(200)
  await payload.create({
    collection: 'payload-locked-documents',
    data: { document: { relationTo: 'pages', value: id }, user: { relationTo: 'users', value: id } } as never,
    ...made,
  })
  // The door of GraphQL boots the host once more, as Next does.
  const other = await getPayload({ config: host.config })
  const pool = poolOf(other)
  closeGraphQL = async () => {
    await other.destroy()
    await closeTrackedConnections(pool)
  }
})
afterAll(async () => {
  await closeGraphQL()
  await host.close()
})

const NOTED = ['public.audit_log', 'public.payer_portal_limits']
const newestEntry = async (): Promise<number> =>
  (await poolOf(host.payload).query('select max(id)::int as id from audit_log')).rows[0].id

/** A login of staff that is refused is written down, and nothing else has been since. */
async function refusedLogins(since: number): Promise<Record<string, string | null>> {
  const added = `select distinct action, actor_id as by from audit_log where id > $1`
  const { rows } = await poolOf(host.payload).query(added, [since])
  expect(rows).toEqual([{ action: 'staff_login_failed', by: null }])
  return Object.fromEntries(Object.entries(await everything(host.payload)).filter(([name]) => NOTED.includes(name)))
}

const jar = (): Headers => ({ ...ada.cookie, origin: SERVER_URL })

describe('a host with Payload\u2019s default access', () => {
  it('every record has the same number', async () => {
    for (const table of ['users', 'payers', 'pages', 'payload_preferences', 'payload_locked_documents', 'invoices']) {
      const { rows } = await poolOf(host.payload).query(`select id from ${table}`)
      expect([table, rows]).toEqual([table, [{ id }]])
    }
    expect((await poolOf(host.payload).query('select 1 from _pages_v')).rowCount).toBeGreaterThan(0)
  })

  it('S-10 S-09 at every route of every collection and global that is not ours a payer is nobody', async () => {
    const ours: readonly string[] = Object.values(SLUGS)
    const { collections, globals } = host.config
    const routesOf = (root: string, endpoints: readonly Endpoint[] | false) =>
      (endpoints || []).map(({ method, path }) => ({ method, url: `${root}${path === '/' ? '' : path}` }))
    const routes = [
      ...collections
        .filter(({ slug }) => !ours.includes(slug))
        .flatMap((one) => routesOf(`/${one.slug}`, one.endpoints)),
      ...globals
        .filter(({ slug }) => !ours.includes(slug))
        .flatMap((one) => routesOf(`/globals/${one.slug}`, one.endpoints)),
      { method: 'get', url: '/access' },
    ]
    expect(routes.length).toBeGreaterThan(80)
    const newest = await newestEntry()
    const before = await everything(host.payload)
    for (const { method, url } of routes) {
      const path = `/api${url.replace(/:(?:id|key|token|filename)\??/g, url.includes('preferences') ? 'mine' : String(id))}`
      const query = /^\/[\w-]+$/.test(url) && method !== 'post' ? `?where[id][equals]=${id}` : ''
      const call = {
        method: method.toUpperCase(),
        ...(['post', 'patch', 'put'].includes(method) ? { body: { title: 'x' } } : {}),
      }
      const nobody = await host.call(path + query, call)
      for (const headers of [ada.headers, jar()]) {
        const asked = await host.call(path + query, { ...call, headers })
        expect([method, url, asked.status, asked.text]).toEqual([method, url, nobody.status, nobody.text])
      }
      expect([method, url, nobody.text.includes('secret')]).toEqual([method, url, false])
    }
    expect(await everything(host.payload)).toEqual({ ...before, ...(await refusedLogins(newest)) })
    expect((await host.call(`/api/pages/${id}`, { headers: staff })).text).toContain('secret page')
  })

  it('S-10 with GraphQL on, a payer is nobody at every query and mutation, ours included', async () => {
    const doors = await everyGraphQLDoor(host.config, id)
    expect(doors.length).toBeGreaterThan(80)
    const before = await everything(host.payload)
    let asked = 0
    for (const query of doors) {
      const nobody = await askGraphQL(host.config, { query })
      for (const headers of [ada.headers, jar()]) {
        const answer = await askGraphQL(host.config, { query, headers })
        expect([query, answer.status, answer.text]).toEqual([query, nobody.status, nobody.text])
      }
      if (nobody.status === 200) asked += 1
      expect([query, /secret/.test(nobody.text), nobody.text.includes(ada.email)]).toEqual([query, false, false])
    }
    // The operations are well formed: nearly all of them reached the host's access and were answered by it.
    expect(asked).toBeGreaterThan(doors.length * 0.9)
    expect(await everything(host.payload)).toEqual(before)
  })

  it('S-10 the doors above are real: staff see by them', async () => {
    const see = async (query: string) => (await askGraphQL(host.config, { query, headers: staff })).data
    expect((await see('{ Invoices { docs { id } } }')).Invoices.docs).toEqual([{ id }])
    expect((await see('{ Pages { docs { title } } }')).Pages.docs).toEqual([{ title: 'secret page' }])
  })

  it('O-09 with GraphQL on, staff with every right change no entry of the audit log', async () => {
    const entries = async () =>
      (await poolOf(host.payload).query('select id, md5(a::text) as sum from audit_log a order by id')).rows
    await host.call(`/api/payers/${id}`, { method: 'PATCH', headers: staff, body: { phone: '555 0199' } })
    const before = await entries()
    const [{ id: entry }] = (
      await poolOf(host.payload).query(`select max(id)::int as id from audit_log where action = 'payer_changed'`)
    ).rows
    const doors = (await everyGraphQLDoor(host.config, entry)).filter((query) => /^mutation \{ \w*Audit/.test(query))
    expect(doors.map((query) => /\{ (\w+?)Audit/.exec(query)?.[1]).sort()).toEqual(
      expect.arrayContaining(['create', 'delete', 'update']),
    )
    for (const query of doors) {
      const { data, text } = await askGraphQL(host.config, { query, headers: staff })
      expect([query, Object.values(data ?? {}).filter(Boolean)]).toEqual([query, []])
      expect(text).toContain('errors')
    }
    expect(await entries()).toEqual(before)
    const read = await askGraphQL(host.config, { query: `{ AuditLog(id: ${entry}) { action } }`, headers: staff })
    expect(read.data.AuditLog).toEqual({ action: 'payer_changed' })
  })

  it('S-11 the payer and the member of staff of one number never are one another', async () => {
    for (const path of [
      '/api/payload-preferences/mine',
      `/api/pages/versions?where[parent][equals]=${id}`,
      `/api/users/${id}`,
    ]) {
      expect([path, (await host.call(path, { headers: staff })).status]).toEqual([path, 200])
      expect([path, (await host.call(path, { headers: ada.headers })).text.includes('secret')]).toEqual([path, false])
    }
    // Nor the other way round: what is the payer's own is closed to staff of that number.
    for (const path of [
      'payers/sessions',
      'portal/summary',
      'portal/invoices',
      'portal/payment-methods',
      'portal/people',
      'payers/second-factor',
    ]) {
      expect([path, (await host.call(`/api/${path}`, { headers: ada.headers })).status]).toEqual([path, 200])
      expect([path, (await host.call(`/api/${path}`, { headers: staff })).status]).toEqual([path, 401])
    }
    expect((await host.call(`/api/payers/sessions/${id}`, { method: 'DELETE', headers: staff })).status).toBe(401)
  })

  it('S-11 the Local API with overrideAccess false tells them apart too', async () => {
    const { payload } = host
    const as = (collection: string) => ({
      overrideAccess: false as const,
      user: { id, collection, email: ada.email } as never,
    })
    const count = (collection: string, user: string) =>
      payload
        .find({ collection: collection as never, ...as(user) })
        .then(({ docs }) => docs.length)
        .catch((error: { status?: number }) => error.status)
    for (const user of ['payers', 'members'])
      for (const collection of ['payload-preferences', 'associations', 'audit-log'])
        expect([user, collection, await count(collection, user)]).toEqual([
          user,
          collection,
          collection === 'payload-preferences' ? 0 : 403,
        ])
    expect(await count('payload-preferences', 'users')).toBe(1)
    for (const collection of ['invoices', 'transactions', 'payers'])
      for (const user of ['members'])
        expect([user, collection, await count(collection, user)]).toEqual([user, collection, 403])
    for (const collection of [...Object.values(SLUGS)].filter((slug) => slug !== 'portal-settings'))
      await expect(payload.findVersions({ collection: collection as never, ...as('payers') })).rejects.toThrow()
  })
})
