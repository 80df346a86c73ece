import { poolOf } from '../../src/base/database.ts'
import { loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { loginPerson } from '../factories/loginPerson.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { tokenOf } from '../helpers/linkOf.ts'
import { loginStaff, type StaffHeaders } from '../helpers/loginStaff.ts'
import { type Headers, payerCalls } from '../helpers/payerCalls.ts'

let host: Host
let staff: StaffHeaders
const { post, meOf } = payerCalls(() => host)
const query = async (text: string, values: unknown[] = []) => (await poolOf(host.payload).query(text, values)).rows

beforeAll(async () => {
  host = await bootHost()
  staff = await loginStaff(host)
})
afterAll(() => host.close())

const lastLink = async (purpose: 'email' | 'undo_email' | 'invite') => {
  const [{ id }] = await query('select max(id)::int as id from payer_portal_tokens where purpose = $1', [purpose])
  return tokenOf(host, { id, purpose })
}
const addTo = (headers: Headers, email: string, role: string) =>
  host.call('/api/portal/people', {
    method: 'POST',
    headers,
    body: { email, role, currentPassword: PASSWORD },
  })
const changeRole = (headers: Headers, person: number, role: string) =>
  host.call(`/api/portal/people/${person}`, { method: 'PATCH', headers, body: { role } })
const add = async (headers: Headers, email: string, role: string): Promise<{ id: number; token: string }> => {
  const { body, status, text } = await addTo(headers, email, role)
  expect([status, text]).toEqual([201, text])
  return { id: body.person.id, token: await lastLink('invite') }
}
const accept = async (token: string) => {
  const { body } = await post('accept-invite', { token, password: PASSWORD })
  return { authorization: `JWT ${body.token}` }
}

/** Somebody who knows the password moves the login to an address of their own, and logs in there. */
async function takeOver({ headers }: { headers: Headers }, email: string) {
  expect((await post('change-email', { email, currentPassword: PASSWORD }, headers)).status).toBe(200)
  expect((await post('confirm-email', { token: await lastLink('email') })).status).toBe(200)
  const { body } = await post('login', { email, password: PASSWORD })
  return { headers: { authorization: `JWT ${body.token}` }, undo: await lastLink('undo_email') }
}

const rolesOf = async (payer: number) =>
  Object.fromEntries(
    (
      await query('select split_part(email, $2, 1) as name, role from payer_portal_people where payer_id = $1', [
        payer,
        '@',
      ])
    ).map(({ name, role }) => [name, role]),
  )

describe('what an intruder did to the people of a payer', () => {
  it('A-06 is taken back with the email: whom they added, and whom those added, and the roles they changed', async () => {
    const owner = await loginPayer(host, { email: 'owner@people.test' })
    const of = (name: string, role: 'view' | 'manage') =>
      loginPerson(host, { payer: owner.id, role, email: `${name}@people.test` })
    const [friend, deputy, other] = [
      await of('friend', 'view'),
      await of('deputy', 'manage'),
      await of('other', 'view'),
    ]
    const before = await rolesOf(owner.id)
    const intruder = await takeOver(owner, 'intruder@people.test')
    const evil = await add(intruder.headers, 'evil@people.test', 'manage')
    const evilHeaders = await accept(evil.token)
    const next = await add(evilHeaders, 'evil-2@people.test', 'pay')
    for (const role of ['pay', 'manage']) await changeRole(intruder.headers, friend.person, role)
    await changeRole(evilHeaders, other.person, 'manage')
    // What others decide meanwhile is theirs.
    await add(deputy.headers, 'helper@people.test', 'view')
    await host.call(`/api/payers/${owner.id}/people`, {
      method: 'POST',
      headers: staff,
      body: { email: 'clerk@people.test', role: 'pay' },
    })
    await host.call(`/api/payers/${owner.id}/people/${other.person}`, {
      method: 'PATCH',
      headers: staff,
      body: { role: 'pay' },
    })

    expect((await post('undo-email', { token: intruder.undo })).status).toBe(200)
    expect(await rolesOf(owner.id)).toEqual({ ...before, helper: 'view', clerk: 'pay', other: 'pay' })
    expect(await meOf(evilHeaders)).toBeNull()
    expect((await post('login', { email: 'evil@people.test', password: PASSWORD })).status).toBe(401)
    expect((await post('accept-invite', { token: next.token, password: PASSWORD })).status).toBe(400)
    expect(await meOf(deputy.headers)).not.toBeNull()
    const [entry] = await query(`select data from audit_log where action = 'email_undone' order by id desc limit 1`)
    expect(entry.data.removed).toEqual([evil.id, next.id])
  })

  it('A-06 nor does a request that waited while the session was ended add anybody', async () => {
    const owner = await loginPayer(host)
    const lock = await poolOf(host.payload).connect()
    await lock.query('begin')
    await lock.query('select 1 from payers where id = $1 for update', [owner.id])
    const late = addTo(owner.headers, 'late@people.test', 'manage')
    const waits = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%payers where id%'`
    while ((await query(waits)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    await lock.query('update payer_portal_logins set epoch = epoch + 1 where id = $1', [owner.loginId])
    await lock.query('commit')
    lock.release()
    expect((await late).status).toBe(401)
    expect(await query(`select 1 from payer_portal_people where email = 'late@people.test'`)).toEqual([])
  })
})
