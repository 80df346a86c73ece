import { poolOf } from '../../src/base/database.ts'
import { loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { loginStaff, type StaffHeaders } from '../helpers/loginStaff.ts'
import { payerCalls } from '../helpers/payerCalls.ts'

let host: Host
let headers: StaffHeaders
const { post, meOf } = payerCalls(() => host)

beforeAll(async () => {
  host = await bootHost({ portal: { trustedProxies: 1 } })
  headers = await loginStaff(host)
})
afterAll(() => host.close())

const rows = async (text: string, values: unknown[]) => (await poolOf(host.payload).query(text, values)).rows
const staffCall = (path: string, method: string) =>
  host.call(`/api/payers/${path}`, { method, headers, ...(method === 'GET' ? {} : { body: {} }) })

describe('what staff do about a login', () => {
  it('the list tells by the invite who has login access, whatever became of it', async () => {
    const email = (name: string) => `${name}@list.example.test`
    const create = (name: string, loginAccess: boolean) =>
      host.call('/api/payers', { method: 'POST', headers, body: { email: email(name), loginAccess } })
    await create('never', false)
    await create('invited', true)
    await loginPayer(host, { email: email('accepted') })
    const suspended = await loginPayer(host, { email: email('suspended') })
    const patch = { method: 'PATCH', headers, body: { loginAccess: false } }
    expect((await host.call(`/api/payers/${suspended.id}`, patch)).status).toBe(200)
    const removed = await loginPayer(host, { email: email('removed') })
    expect((await staffCall(`${removed.id}/login`, 'DELETE')).status).toBe(200)
    const listed = async (status: string) => {
      const where = `where[invite.status][${status}]=none&where[email][like]=list.example.test&limit=50&depth=0`
      const { docs } = (await host.call(`/api/payers?${where}`, { headers })).body
      return docs.map((doc: { email: string; loginAccess: boolean }) => [doc.email.split('@')[0], doc.loginAccess])
    }
    expect((await listed('equals')).sort()).toEqual([
      ['never', false],
      ['removed', false],
      ['suspended', false],
    ])
    expect((await listed('not_equals')).sort()).toEqual([
      ['accepted', true],
      ['invited', true],
    ])
  })

  it('A-13 unlock forgets the failed attempts of that email from everywhere, and of no other', async () => {
    const [ada, bob] = [await loginPayer(host), await loginPayer(host)]
    const from = (ip: string) => ({ 'x-forwarded-for': ip })
    const guess = (email: string, ip: string, password = 'wrong') => post('login', { email, password }, from(ip))
    for (const [email, ip] of [
      [ada.email, '203.0.113.1'],
      [ada.email.toUpperCase(), '203.0.113.2'],
      [bob.email, '203.0.113.3'],
    ] as const)
      for (let round = 0; round < 11; round += 1) await guess(email, ip)
    expect((await guess(ada.email, '203.0.113.1', PASSWORD)).status).toBe(429)
    const lockOf = async (payer: number | string) => (await staffCall(`${payer}/login`, 'GET')).body.lockedUntil
    const minutes = (Date.parse(await lockOf(ada.id)) - Date.now()) / 60_000
    expect(minutes).toBeGreaterThan(10)
    expect(minutes).toBeLessThanOrEqual(15)
    expect((await staffCall(`${ada.id}/unlock`, 'POST')).status).toBe(200)
    expect(await lockOf(ada.id)).toBeNull()
    expect(await lockOf(bob.id)).not.toBeNull()
    expect((await guess(ada.email, '203.0.113.1', PASSWORD)).status).toBe(200)
    expect((await guess(ada.email, '203.0.113.2', PASSWORD)).status).toBe(200)
    expect((await guess(bob.email, '203.0.113.3', PASSWORD)).status).toBe(429)
  })

  it('A-05 end sessions logs out everywhere and mails once; a repeat does neither', async () => {
    const ada = await loginPayer(host)
    const again = await post('login', { email: ada.email, password: PASSWORD })
    const other = await loginPayer(host)
    const listed = await staffCall(`${ada.id}/sessions`, 'GET')
    expect(listed.body.docs).toHaveLength(2)
    expect(Object.keys(listed.body.docs[0]).sort()).toEqual([
      'createdAt',
      'device',
      'email',
      'id',
      'lastSeenAt',
      'network',
    ])
    expect(listed.text).not.toContain(ada.token)
    expect((await staffCall(`${ada.id}/sessions`, 'DELETE')).body).toEqual({ ended: 2 })
    expect((await staffCall(`${ada.id}/sessions`, 'DELETE')).body).toEqual({ ended: 0 })
    expect(await meOf(ada.headers)).toBeNull()
    expect(await meOf({ authorization: `JWT ${again.body.token}` })).toBeNull()
    expect((await meOf(other.headers)).id).toBe(other.id)
    const mails = await rows(
      `select recipient from payer_portal_mails where payer_id = $1 and kind = 'sessions_ended'`,
      [ada.id],
    )
    expect(mails).toEqual([{ recipient: ada.email }])
  })

  it('a payer without a login has nothing to unlock or to end', async () => {
    const { id } = await host.payload.create({
      collection: 'payers',
      data: { email: 'nobody@example.test' },
      overrideAccess: true,
    })
    expect((await staffCall(`${id}/unlock`, 'POST')).body.errors[0].data.code).toBe('login_missing')
    expect((await staffCall(`${id}/sessions`, 'DELETE')).body.errors[0].data.code).toBe('login_missing')
    expect((await staffCall(`${id}/sessions`, 'GET')).body).toEqual({ docs: [] })
  })
})
