import type { StaffAction } from 'payload-plugin-payer-portal'
import { poolOf } from '../../src/base/database.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { createPayer } from '../factories/createPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { loginStaff, type StaffHeaders } from '../helpers/loginStaff.ts'

let host: Host
let headers: StaffHeaders
/** What the host does not allow its staff at the moment. */
let missing: StaffAction | null = null

beforeAll(async () => {
  host = await bootHost({ portal: { staffMay: ({ action }) => action !== missing } })
  headers = await loginStaff(host)
})
afterAll(() => host.close())

type Door = { needs: StaffAction[]; call: (ids: number[]) => { path: string; body: object } }

const csv = (columns: string, row: string) => `email,${columns}\n${row}`
const fresh = () => `rights-${Math.random()}@example.test`

/** Routes that do what several rights are about: none of them is a way round one that is missing. */
const DOORS: Record<string, Door> = {
  'a merge': {
    needs: ['payers.write', 'login.manage', 'associations.write'],
    call: ([from, into]) => ({ path: `/api/payers/${from}/merge`, body: { into } }),
  },
  'an import with invites': {
    needs: ['payers.write', 'login.manage'],
    call: () => ({
      path: '/api/payers/import',
      body: { csv: csv('loginAccess', `${fresh()},yes`), dryRun: false, invite: true },
    }),
  },
  'an import with client numbers': {
    needs: ['payers.write', 'associations.write'],
    call: () => ({
      path: '/api/payers/import',
      body: { csv: csv('clientNumber', `${fresh()},1001`), dryRun: false },
    }),
  },
}

const payers = async () => {
  const ids = [await createPayer(host.payload), await createPayer(host.payload)]
  for (const id of ids) await createAssociation(host.payload, id, { clientNumber: `C-${id}` })
  return ids
}

describe('a host that gives its staff some rights and not others', () => {
  it.each(Object.entries(DOORS))('S-10 %s asks for each right that it is about', async (_, { needs, call }) => {
    const asked = async () => {
      const { path, body } = call(await payers())
      return (await host.call(path, { method: 'POST', headers, body })).status
    }
    for (const right of needs) {
      missing = right
      expect([right, await asked()]).toEqual([right, 403])
    }
    missing = null
    expect(await asked()).toBe(200)
  })

  it('S-10 a file that says “login access” gives none without the right to, and none without invites', async () => {
    missing = 'login.manage'
    const email = fresh()
    const body = { csv: csv('loginAccess', `${email},yes`), dryRun: false }
    expect((await host.call('/api/payers/import', { method: 'POST', headers, body })).status).toBe(200)
    missing = null
    const { docs } = (await host.call(`/api/payers?where[email][equals]=${email}`, { headers })).body
    expect(docs).toMatchObject([{ email, loginAccess: false }])
  })
})

describe('the limit of mails with a link', () => {
  it('A-12 is told to each row of an import above it, and the row is there for the next time', async () => {
    await poolOf(host.payload).query(
      `insert into audit_log (actor_collection, actor_id, action, created_at, updated_at)
       select 'users', u.id::text, 'invite', now(), now() from users u, generate_series(1, 500)`,
    )
    const email = fresh()
    const body = { csv: csv('loginAccess', `${email},yes`), dryRun: false, invite: true }
    const { rows } = (await host.call('/api/payers/import', { method: 'POST', headers, body })).body
    expect(rows).toMatchObject([{ fate: 'error', reason: expect.stringContaining('in an hour') }])
    const without = { ...body, invite: false }
    const again = await host.call('/api/payers/import', { method: 'POST', headers, body: without })
    expect(again.body.counts).toMatchObject({ create: 1, error: 0 })
  })
})
