import { poolOf } from '../../src/base/database.ts'
import { createLogin } from '../factories/createLogin.ts'
import { type LoggedInPayer, PASSWORD } from '../factories/loginPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { loginStaff, type StaffHeaders } from '../helpers/loginStaff.ts'
import { payerCalls } from '../helpers/payerCalls.ts'

let host: Host
let staff: StaffHeaders
const { post, meOf } = payerCalls(() => host)
beforeAll(async () => {
  host = await bootHost()
  staff = await loginStaff(host)
})
afterAll(() => host.close())

const login = (email: string) => post('login', { email, password: PASSWORD })
const asStaff = (method: string, path: string, body?: unknown) =>
  host.call(`/api/payers/${path}`, { method, headers: staff, ...(body ? { body } : {}) })
const several = <Item>(length: number, make: (at: number) => Item): Item[] =>
  Array.from({ length }, (_, at) => make(at))
const rowsOf = async ({ id, loginId }: LoggedInPayer) =>
  (
    await poolOf(host.payload).query(
      `select (select count(*)::int from payers where id = $1) as payers, (select count(*)::int from payer_portal_people where payer_id = $1) as people,
       (select count(*)::int from payer_portal_sessions where login_id = $2) as sessions, (select count(*)::int from payer_portal_logins where id = $2) as logins`,
      [id, loginId],
    )
  ).rows[0]
const NOTHING = { payers: 0, people: 0, sessions: 0, logins: 0 }

describe('edits of staff beside logins', () => {
  it('A-04 100 parallel logins lose none of 60 edits of staff, nor do these lose one another', async () => {
    const payers = await Promise.all(several(20, () => createLogin(host)))
    const edits = payers.flatMap(({ id }) =>
      [{ phone: `+1 ${id}` }, { address: `Street ${id}` }, { businessName: `Firm ${id}` }].map((edit) =>
        asStaff('PATCH', String(id), edit),
      ),
    )
    const logins = payers.flatMap(({ email }) => several(5, () => login(email)))
    expect(new Set((await Promise.all([...logins, ...edits])).map(({ status }) => status))).toEqual(new Set([200]))
    for (const { id } of payers)
      expect((await asStaff('GET', String(id))).body).toMatchObject({
        phone: `+1 ${id}`,
        address: `Street ${id}`,
        businessName: `Firm ${id}`,
        loginAccess: true,
        invite: { status: 'accepted' },
      })
  })

  it('A-04 a payer that is deleted during a login and a refresh stays deleted, 100 times', async () => {
    for (let round = 0; round < 100; round += 1) {
      const payer = await createLogin(host)
      const remove = async () => {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 40))
        return asStaff('DELETE', String(payer.id))
      }
      const [entered, removed] = await Promise.all([
        login(payer.email),
        remove(),
        post('refresh-token', {}, payer.headers),
      ])
      expect([removed.status, [200, 401].includes(entered.status)]).toEqual([200, true])
      expect(await rowsOf(payer)).toEqual(NOTHING)
      if (entered.status === 200) expect(await meOf({ authorization: `JWT ${entered.body.token}` })).toBeNull()
    }
  })
})

describe('an old copy of a payer, written back', () => {
  const copyOf = async (id: number) =>
    (await asStaff('GET', String(id))).body as Record<string, unknown> & { updatedAt: string }
  const writes: Record<string, (id: number, data: Record<string, unknown>) => Promise<unknown>> = {
    'payload.db.updateOne': (id, data) => host.payload.db.updateOne({ collection: 'payers', id, data }),
    'payload.db.updateMany': (id, data) =>
      host.payload.db.updateMany({ collection: 'payers', where: { id: { equals: id } }, data }),
    'payload.db.upsert': (id, data) =>
      host.payload.db.upsert({ collection: 'payers', where: { id: { equals: id } }, data }),
    'payload.update': (id, { loginAccess: _access, ...data }) =>
      host.payload.update({ collection: 'payers', id, data, overrideAccess: true }),
    'PATCH as the form posts it': (id, { loginAccess: _access, ...data }) => asStaff('PATCH', String(id), data),
  }

  it.each(Object.entries(writes))(
    'A-04 by %s restores neither a deleted login nor an old email',
    async (_name, write) => {
      const payer = await createLogin(host)
      const copy = await copyOf(payer.id)
      expect((await asStaff('DELETE', `${payer.id}/login`)).status).toBe(200)
      await Promise.resolve(write(payer.id, copy)).catch(() => undefined)
      expect(await copyOf(payer.id)).toMatchObject({ loginAccess: false, invite: { status: 'none' } })
      expect(await meOf(payer.headers)).toBeNull()
      expect((await login(payer.email)).status).toBe(401)
      const moved = await createLogin(host)
      const before = await copyOf(moved.id)
      for (const table of ['logins', 'people'])
        await poolOf(host.payload).query(
          `update payer_portal_${table} set email = $2 where ${table === 'logins' ? 'id' : 'login_id'} = $1`,
          [moved.loginId, `moved-${moved.email}`],
        )
      await Promise.resolve(write(moved.id, before)).catch(() => undefined)
      expect(await copyOf(moved.id)).toMatchObject({ email: `moved-${moved.email}`, loginAccess: true })
      expect((await login(`moved-${moved.email}`)).status).toBe(200)
    },
  )

  it.each(Object.entries(writes))('A-04 by %s brings no deleted payer back', async (_name, write) => {
    const payer = await createLogin(host)
    const copy = await copyOf(payer.id)
    expect((await asStaff('DELETE', String(payer.id))).status).toBe(200)
    await Promise.resolve(write(payer.id, copy)).catch(() => undefined)
    expect(await rowsOf(payer)).toEqual(NOTHING)
    const direct = await createLogin(host)
    const old = await copyOf(direct.id)
    await host.payload.db.deleteOne({ collection: 'payers', where: { id: { equals: direct.id } } })
    await Promise.resolve(write(direct.id, old)).catch(() => undefined)
    expect((await rowsOf(direct))?.payers).toBe(0)
  })
})
