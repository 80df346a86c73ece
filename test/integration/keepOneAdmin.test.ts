import { staffRoles } from 'payload-plugin-payer-portal'
import { createUsersCollection } from '../../demo/staff/createUsersCollection.ts'
import { poolOf } from '../../src/base/database.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'

const PASSWORD = 'Staff-portal-2026!'

let host: Host
beforeAll(async () => {
  const users = createUsersCollection({ isSecure: false })
  host = await bootHost({ config: { collections: [users] }, portal: { staffMay: staffRoles() } })
})
afterAll(() => host.close())

type Headers = { authorization: string }
const admins = async (): Promise<number> =>
  (await poolOf(host.payload).query(`select 1 from users_roles where value = 'admin'`)).rows.length

async function login(email: string): Promise<Headers> {
  const { body } = await host.call('/api/users/login', { method: 'POST', body: { email, password: PASSWORD } })
  return { authorization: `JWT ${body.token}` }
}

async function newStaff(email: string, roles: string[]): Promise<{ id: number; headers: Headers }> {
  const data = { email, password: PASSWORD, roles }
  const { id } = await host.payload.create({ collection: 'users', data: data as never, overrideAccess: true })
  return { id: Number(id), headers: await login(email) }
}

const call = (method: string, path: string, { headers, body }: { headers: Headers; body?: object }) =>
  host.call(`/api/users${path}`, { method, headers, ...(body ? { body } : {}) })
const demoted = { roles: ['readonly'] }

describe('the staff of the demo', () => {
  let first: { id: number; headers: Headers }

  it('the first who registers becomes administrator, whatever roles the form says', async () => {
    const body = { email: 'first@firm.test', password: PASSWORD, roles: ['readonly'] }
    const made = await host.call('/api/users/first-register', { method: 'POST', body })
    expect([made.status, made.body.user.roles]).toEqual([200, ['admin']])
    // So the form of the first one, whom nobody has logged in, offers none that would not be kept.
    const { fields } = createUsersCollection({ isSecure: false })
    const shown = fields.flatMap((field) => (field.admin && 'condition' in field.admin ? [field.admin.condition] : []))
    expect(shown.map((is) => is?.({}, {}, { user: null } as never))).toEqual([false])
    expect(shown.map((is) => is?.({}, {}, { user: made.body.user } as never))).toEqual([true])
    const again = await host.call('/api/users/first-register', {
      method: 'POST',
      body: { ...body, email: 'b@firm.test' },
    })
    expect(again.status).toBe(403)
    first = { id: made.body.user.id, headers: await login('first@firm.test') }
  })

  it('the only administrator is neither demoted nor deleted, alone or in bulk, and may change the rest', async () => {
    const where = `?where[id][equals]=${first.id}`
    for (const roles of [['readonly'], ['manager', 'collector']])
      expect((await call('PATCH', `/${first.id}`, { headers: first.headers, body: { roles } })).status).toBe(409)
    expect(
      (await call('PATCH', `/${first.id}`, { headers: first.headers, body: { roles: [] } })).status,
    ).toBeGreaterThanOrEqual(400)
    expect((await call('PATCH', where, { headers: first.headers, body: demoted })).body.docs ?? []).toEqual([])
    expect((await call('DELETE', `/${first.id}`, { headers: first.headers })).status).toBe(409)
    expect((await call('DELETE', where, { headers: first.headers })).body.docs ?? []).toEqual([])
    const body = { roles: ['admin', 'manager'] }
    expect((await call('PATCH', `/${first.id}`, { headers: first.headers, body })).status).toBe(200)
    expect(await admins()).toBe(1)
  })

  it('nobody else writes roles, nor the record of somebody else', async () => {
    const { id, headers } = await newStaff('clerk@firm.test', ['manager'])
    await call('PATCH', `/${id}`, { headers, body: { roles: ['admin'] } })
    expect(
      (await call('PATCH', `/${first.id}`, { headers, body: { password: PASSWORD } })).status,
    ).toBeGreaterThanOrEqual(403)
    expect((await call('POST', '', { headers, body: { email: 'x@firm.test', password: PASSWORD } })).status).toBe(403)
    expect((await call('DELETE', `/${first.id}`, { headers })).status).toBe(403)
    expect(await admins()).toBe(1)
  })

  it.each(['demote', 'delete'])(
    'of two administrators who %s each other at the same moment one stays, 10 times',
    async (how) => {
      for (let round = 0; round < 10; round += 1) {
        const second = await newStaff(`${how}-${round}@firm.test`, ['admin'])
        const act = (by: { headers: Headers }, { id }: { id: number }) =>
          how === 'demote'
            ? call('PATCH', `/${id}`, { headers: by.headers, body: demoted })
            : call('DELETE', `/${id}`, { headers: by.headers })
        const answers = await Promise.all([act(first, second), act(second, first)])
        expect(await admins()).toBe(1)
        expect(answers.filter(({ status }) => status < 300)).toHaveLength(1)
        if ((answers[1]?.status ?? 500) < 300) first = second
      }
    },
  )
})
