import { poolOf } from '../../src/base/database.ts'
import { loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { loginStaff, type StaffHeaders } from '../helpers/loginStaff.ts'

const ROUNDS = 20

describe('logins at the same moment', () => {
  let host: Host
  let staff: StaffHeaders
  beforeAll(async () => {
    host = await bootHost()
    staff = await loginStaff(host)
  })
  afterAll(() => host.close())

  const login = (email: string) =>
    host.call('/api/payers/login', { method: 'POST', body: { email, password: PASSWORD } })
  const meOf = async (token: unknown) =>
    (await host.call('/api/payers/me', { headers: { authorization: `JWT ${String(token)}` } })).body.user

  it('A-21 four devices that log in at once all stay logged in', async () => {
    const payer = await loginPayer(host)
    const answers = await Promise.all(Array.from({ length: 4 }, () => login(payer.email)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    for (const { body } of answers) expect((await meOf(body.token)).id).toBe(payer.id)
  })

  it('A-03 a login or refresh during a suspension leaves no session, and the record as staff set it', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const payer = await loginPayer(host)
      const headers = { authorization: payer.headers.authorization }
      // The moment of the suspension moves over the time that a login takes.
      const suspend = async () => {
        await new Promise((resolve) => setTimeout(resolve, round * 3))
        return host.call(`/api/payers/${payer.id}`, {
          method: 'PATCH',
          body: { loginAccess: false, businessName: `Round ${round}` },
          headers: staff,
        })
      }
      const [entered, off] = await Promise.all([
        login(payer.email),
        suspend(),
        host.call('/api/payers/refresh-token', { method: 'POST', headers }),
      ])
      expect(off.status).toBe(200)
      expect([200, 401]).toContain(entered.status)
      if (entered.status === 200) expect(await meOf(entered.body.token)).toBeNull()
      expect(await meOf(payer.token)).toBeNull()
      expect((await login(payer.email)).status).toBe(401)
      const { body } = await host.call(`/api/payers/${payer.id}`, { headers: staff })
      expect(body).toMatchObject({ loginAccess: false, businessName: `Round ${round}` })
    }
  })

  it('A-03 a login that waits while the suspension commits is refused', async () => {
    const { payload } = host
    const payer = await loginPayer(host)
    const transactionID = (await payload.db.beginTransaction()) ?? ''
    await payload.update({
      collection: 'payers',
      id: payer.id,
      data: { loginAccess: false },
      overrideAccess: true,
      req: { transactionID },
    })
    const waiting = login(payer.email)
    const blocked = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    while ((await poolOf(payload).query(blocked)).rows.length === 0)
      await new Promise((resolve) => setTimeout(resolve, 5))
    await payload.db.commitTransaction(transactionID)
    expect((await waiting).status).toBe(401)
    expect(await meOf(payer.token)).toBeNull()
    const { rows } = await poolOf(payload).query('select 1 from payer_portal_sessions where payer_id = $1', [payer.id])
    expect(rows).toEqual([])
  })

  it('A-04 no edit of staff is lost to another one or to a login beside it', async () => {
    const payer = await loginPayer(host)
    const edit = (body: unknown) => host.call(`/api/payers/${payer.id}`, { method: 'PATCH', body, headers: staff })
    for (let round = 0; round < ROUNDS; round += 1) {
      const [phone, address, businessName] = [`+1 ${round}`, `Street ${round}`, `Firm ${round}`]
      await Promise.all([edit({ phone }), login(payer.email), edit({ address }), edit({ businessName })])
      const { body } = await host.call(`/api/payers/${payer.id}`, { headers: staff })
      expect(body).toMatchObject({ phone, address, businessName, loginAccess: true, invite: { status: 'accepted' } })
    }
  })

  it('A-04 a payer that is deleted during logins stays deleted', async () => {
    for (let round = 0; round < 5; round += 1) {
      const payer = await loginPayer(host)
      const remove = host.call(`/api/payers/${payer.id}`, { method: 'DELETE', headers: staff })
      const [removed, entered] = await Promise.all([remove, login(payer.email), login(payer.email)])
      expect(removed.status).toBe(200)
      expect([200, 401]).toContain(entered.status)
      const { rows } = await poolOf(host.payload).query('select 1 from payers where id = $1', [payer.id])
      expect(rows).toEqual([])
      if (entered.status === 200) expect(await meOf(entered.body.token)).toBeNull()
    }
  })

  it('O-10 with two connections, parallel invites and logins all finish', async () => {
    const small = await bootHost({ poolSize: 2 })
    try {
      const smallStaff = await loginStaff(small)
      const payers = await Promise.all(Array.from({ length: 5 }, () => loginPayer(small)))
      const work = Array.from({ length: 10 }, (_, at) =>
        small.call('/api/payers', {
          method: 'POST',
          body: { email: `many-${at}@example.test`, loginAccess: true },
          headers: smallStaff,
        }),
      )
      const logins = payers.map(({ email }) =>
        small.call('/api/payers/login', { method: 'POST', body: { email, password: PASSWORD } }),
      )
      const statuses = (await Promise.all([...work, ...logins])).map(({ status }) => status)
      expect(statuses.every((status) => status === 200 || status === 201)).toBe(true)
      const { rows } = await poolOf(small.payload).query(
        `select count(*)::int as mails from payer_portal_mails where kind = 'invite'`,
      )
      expect(rows[0].mails).toBe(10)
    } finally {
      await small.close()
    }
  })
})
