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

  it('A-04 edits of staff survive logins that run beside them', async () => {
    const payer = await loginPayer(host)
    const edits = Array.from({ length: 20 }, (_, at) =>
      host.call(`/api/payers/${payer.id}`, {
        method: 'PATCH',
        body: at % 2 ? { phone: `+1 ${at}` } : { address: `Street ${at}` },
        headers: staff,
      }),
    )
    await Promise.all([...edits, ...Array.from({ length: 20 }, () => login(payer.email))])
    const { body } = await host.call(`/api/payers/${payer.id}`, { headers: staff })
    expect(body.phone).toMatch(/^\+1 \d+$/)
    expect(body.address).toMatch(/^Street \d+$/)
    expect(body).toMatchObject({ loginAccess: true, invite: { status: 'accepted' } })
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
