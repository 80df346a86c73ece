import { poolOf } from '../../src/base/database.ts'
import { loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { loginStaff, type StaffHeaders } from '../helpers/loginStaff.ts'
import { type Headers, payerCalls } from '../helpers/payerCalls.ts'

describe('the record of a payer', () => {
  let host: Host
  let staff: StaffHeaders
  const { post, meOf } = payerCalls(() => host)

  beforeAll(async () => {
    host = await bootHost()
    staff = await loginStaff(host)
  })
  afterAll(() => host.close())

  it('S-11 staff number N and payer number N are never confused', async () => {
    const id = 10_000
    await host.payload.create({
      collection: 'users',
      data: { email: 'twin@firm.test', password: PASSWORD },
      overrideAccess: true,
    })
    const pool = poolOf(host.payload)
    // The early ids of staff are taken, so the twin is a payer with a number that no member of staff has yet.
    await pool.query(`select setval('payers_id_seq', $1)`, [id])
    const twin = await loginPayer(host)
    await pool.query(`update users set id = $1 where email = 'twin@firm.test'`, [twin.id])
    const twinId = twin.id
    for (const path of [
      `users/${twinId}`,
      'users',
      'users/me',
      'payload-preferences',
      'payload-locked-documents',
      'payload-preferences/nav',
    ]) {
      const answer = await host.call(`/api/${path}`, { headers: twin.headers })
      expect([path, answer.text.includes('@firm.test')]).toEqual([path, false])
      expect([path, answer.body.user ?? null, answer.body.docs ?? []]).toEqual([path, null, []])
    }
    const body = { email: 'twin@firm.test', password: PASSWORD }
    const { token } = (await host.call('/api/users/login', { method: 'POST', body })).body
    const asStaff = { authorization: `JWT ${token}` }
    expect((await host.call('/api/users/me', { headers: asStaff })).body.user.id).toBe(twin.id)
    expect((await host.call('/api/payers/me', { headers: asStaff })).body.user).toBeNull()
    const change = { currentPassword: PASSWORD, password: 'Another-portal-1' }
    for (const [route, sent] of [
      ['refresh-token', {}],
      ['change-password', change],
      ['switch', { payer: twin.id }],
    ] as const) {
      expect([route, (await post(route, sent, asStaff)).status]).toEqual([route, 401])
    }
  })

  it('S-13 a payer changes names, phone and address of the own record, everything else is refused', async () => {
    const payer = await loginPayer(host)
    const stranger = await loginPayer(host)
    const patch = (path: string, body: unknown) =>
      host.call(`/api/payers${path}`, { method: 'PATCH', body, headers: payer.headers })
    const allowed = {
      firstName: 'Grace',
      lastName: 'Hopper',
      businessName: 'Compilers',
      phone: '+1 555',
      address: 'Navy Yard',
    }
    expect((await patch(`/${payer.id}`, allowed)).body.doc).toMatchObject({
      ...allowed,
      name: 'Grace Hopper | Compilers',
    })
    const fields: Record<string, unknown> = {
      loginAccess: false,
      email: 'x@example.test',
      name: 'x',
      invite: { status: 'none' },
      id: stranger.id,
      stripeCustomerId: 'cus_1',
      associations: [],
      sessions: [],
      password: PASSWORD,
      hash: 'x',
      salt: 'x',
      resetPasswordToken: 'x',
      createdAt: '2020-01-01',
      updatedAt: '2020-01-01',
      collection: 'users',
      roles: ['admin'],
      _strategy: 'x',
    }
    const before = await poolOf(host.payload).query('select * from payers where id = $1', [payer.id])
    for (const [field, value] of Object.entries(fields)) {
      for (const path of [`/${payer.id}`, `?where[id][equals]=${payer.id}`]) {
        expect([field, path, (await patch(path, { firstName: 'No', [field]: value })).status]).toEqual([
          field,
          path,
          403,
        ])
      }
      const created = await host.call('/api/payers', {
        method: 'POST',
        body: { ...allowed, [field]: value },
        headers: payer.headers,
      })
      expect([field, created.status]).toEqual([field, 403])
    }
    expect((await poolOf(host.payload).query('select * from payers where id = $1', [payer.id])).rows).toEqual(
      before.rows,
    )
    expect([403, 404]).toContain((await patch(`/${stranger.id}`, { firstName: 'No' })).status)
    expect((await patch('', { firstName: 'No' })).status).toBe(403)
    expect((await host.call(`/api/payers/${payer.id}`, { method: 'DELETE', headers: payer.headers })).status).toBe(403)
  })

  it('nobody writes the state of the invite through Payload', async () => {
    const payer = await loginPayer(host)
    const data = { invite: { status: 'none' as const, error: 'x' }, phone: '2' }
    await host.payload.update({ collection: 'payers', id: payer.id, data, overrideAccess: true })
    const { body } = await host.call(`/api/payers/${payer.id}`, { headers: staff })
    expect(body).toMatchObject({ phone: '2', invite: { status: 'accepted', error: null } })
  })

  it('O-05 a payer cannot run jobs', async () => {
    const payer = await loginPayer(host)
    for (const headers of [{}, payer.headers, payer.cookie] as Headers[]) {
      for (const method of ['GET', 'POST'])
        expect([401, 403, 404]).toContain((await host.call('/api/payload-jobs/run', { method, headers })).status)
      expect([401, 403, 404]).toContain((await host.call('/api/payload-jobs', { headers })).status)
    }
  })

  it('a payer with a transaction cannot be deleted', async () => {
    const payer = await loginPayer(host)
    await poolOf(host.payload).query(
      `insert into transactions (reference, kind, status, payer_id, channel, amount, currency, account) values ('T-1', 'payment', 'succeeded', $1, (enum_range(null::enum_transactions_channel))[1], 100, 'usd', 'operating-ny')`,
      [payer.id],
    )
    const answer = await host.call(`/api/payers/${payer.id}`, { method: 'DELETE', headers: staff })
    expect([answer.status, answer.body.errors[0].data.code]).toEqual([409, 'payer_has_history'])
    expect(await meOf(payer.headers)).not.toBeNull()
  })
})
