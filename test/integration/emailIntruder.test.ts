import { poolOf } from '../../src/base/database.ts'
import { loginPayer, PASSWORD } from '../factories/loginPayer.ts'
import { loginPerson } from '../factories/loginPerson.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { linkOf, tokenOf } from '../helpers/linkOf.ts'
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

const asStaff = (path: string, method: string, body?: unknown) =>
  host.call(`/api/payers/${path}`, { method, headers: staff, ...(body ? { body } : {}) })
const receiptsTo = async (headers: Headers, payer: number, receiptEmails: string[]) =>
  expect((await host.call(`/api/payers/${payer}`, { method: 'PATCH', headers, body: { receiptEmails } })).status).toBe(
    200,
  )
const openInvites = async (payer: number) =>
  (
    await query(
      `select id, email from payer_portal_tokens where payer_id = $1 and purpose = 'invite' and used_at is null order by email`,
      [payer],
    )
  ).map(({ id, email }) => ({ id: Number(id), email: String(email) }))

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
    await receiptsTo(owner.headers, owner.id, ['books@people.test'])
    const intruder = await takeOver(owner, 'intruder@people.test')
    await receiptsTo(intruder.headers, owner.id, ['books@people.test', 'spy@people.test'])
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
    const { body: record } = await asStaff(String(owner.id), 'GET')
    expect(record.receiptEmails).toEqual(['books@people.test'])
    expect(await rolesOf(owner.id)).toEqual({ ...before, helper: 'view', clerk: 'pay', other: 'pay' })
    expect(await meOf(evilHeaders)).toBeNull()
    expect((await post('login', { email: 'evil@people.test', password: PASSWORD })).status).toBe(401)
    expect((await post('accept-invite', { token: next.token, password: PASSWORD })).status).toBe(400)
    expect(await meOf(deputy.headers)).not.toBeNull()
    const [entry] = await query(`select data from audit_log where action = 'email_undone' order by id desc limit 1`)
    expect(entry.data.removed).toEqual([evil.id, next.id])
  })

  it('A-06 receipt addresses that they took away come back, and staff are told of the people', async () => {
    const owner = await loginPayer(host, { email: 'owner@lost.test' })
    const friend = await loginPerson(host, { payer: owner.id, role: 'pay', email: 'friend@lost.test' })
    await receiptsTo(owner.headers, owner.id, ['books@lost.test', 'papers@lost.test', 'old@lost.test'])
    const intruder = await takeOver(owner, 'intruder@lost.test')
    await receiptsTo(intruder.headers, owner.id, [
      'books@lost.test',
      'old@lost.test',
      'spy@lost.test',
      'mole@lost.test',
    ])
    await receiptsTo(intruder.headers, owner.id, ['books@lost.test', 'old@lost.test', 'spy@lost.test'])
    // What staff take away stays away.
    await receiptsTo(staff, owner.id, ['books@lost.test', 'spy@lost.test'])
    const evil = await add(intruder.headers, 'evil@lost.test', 'view')
    for (const id of [friend.person, evil.id]) {
      const { status } = await host.call(`/api/portal/people/${id}`, {
        method: 'DELETE',
        headers: intruder.headers,
        body: {},
      })
      expect(status).toBe(200)
    }
    expect((await post('undo-email', { token: intruder.undo })).status).toBe(200)
    const { body: record } = await asStaff(String(owner.id), 'GET')
    expect(record.receiptEmails).toEqual(['books@lost.test', 'papers@lost.test'])
    expect(await rolesOf(owner.id)).toEqual({ owner: 'owner' })
    const { docs } = (await host.call('/api/attention?kind=people_lost', { headers: staff })).body
    expect(docs.map(({ count, state }: Record<string, unknown>) => [count, state])).toEqual([[1, 'open']])
    const [removed] = await query(
      `select data from audit_log where action = 'person_removed' and payer_id = $1 and data->>'person' = $2`,
      [owner.id, String(friend.person)],
    )
    expect(removed.data.before).toEqual({ email: 'friend@lost.test', role: 'pay' })
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

describe('an undo meets what staff did in the meantime', () => {
  const DID: Record<string, (payer: number, evil: string) => Promise<unknown>> = {
    'switched access off': (payer) => asStaff(String(payer), 'PATCH', { loginAccess: false }),
    'deleted the login': (payer) => asStaff(`${payer}/login`, 'DELETE'),
    'switched access off and on': async (payer) => {
      for (const loginAccess of [false, true]) await asStaff(String(payer), 'PATCH', { loginAccess })
    },
    'switched access off and on, and the intruder was quick': async (payer, evil) => {
      for (const loginAccess of [false, true]) await asStaff(String(payer), 'PATCH', { loginAccess })
      const invite = (await openInvites(payer)).find(({ email }) => email === evil)
      await accept(await tokenOf(host, { id: invite?.id ?? 0, purpose: 'invite' }))
    },
  }
  const UNDO: Record<string, (undo: string, payer: number) => Promise<{ status: number }>> = {
    'by the link': (token) => post('undo-email', { token }),
    'by staff': (_token, payer) => asStaff(`${payer}/undo-email`, 'POST'),
  }
  const cases = Object.keys(DID).flatMap((did) => Object.keys(UNDO).map((by) => [did, by] as const))
  it.each(cases)(
    'A-06 staff %s: %s the old address still gets its record back, the intruder nothing',
    async (name, by) => {
      const firm = `${name}${by}`.replace(/\W/g, '').slice(0, 60)
      const old = `old@${firm}.test`
      const evil = `evil@${firm}.test`
      const owner = await loginPayer(host, { email: old })
      const view = await loginPerson(host, { payer: owner.id, role: 'view', email: `friend@${firm}.test` })
      const intruder = await takeOver(owner, evil)
      await add(intruder.headers, `second@${firm}.test`, 'manage')
      await DID[name]?.(owner.id, evil)
      expect((await asStaff(`${owner.id}/login`, 'GET')).body.changedEmail?.oldEmail).toBe(old)
      expect((await UNDO[by]?.(intruder.undo, owner.id))?.status).toBe(200)
      const [{ email }] = await query('select email from payers where id = $1', [owner.id])
      expect(email).toBe(old)
      const roles = await rolesOf(owner.id)
      const isOn = name.includes('and on')
      expect(roles).toEqual({ friend: 'view', ...(isOn ? { old: 'owner' } : {}) })
      expect((await openInvites(owner.id)).map((one) => one.email)).not.toContain(evil)
      expect((await post('login', { email: evil, password: PASSWORD })).status).toBe(401)
      const [access] = await query('select login_access as on from payers where id = $1', [owner.id])
      expect(access.on).toBe(isOn)
      expect(await meOf(view.headers)).toBeNull()
      expect((await post('undo-email', { token: intruder.undo })).status).toBe(400)
    },
  )

  it('A-06 a record is not erased or deleted while the link that goes with it can still help another one', async () => {
    const email = 'two@erased.test'
    const ids = [(await loginPayer(host, { email })).id, (await loginPayer(host, { email })).id]
    const { body } = await post('login', { email, password: PASSWORD })
    const { undo } = await takeOver({ headers: { authorization: `JWT ${body.token}` } }, 'evil@erased.test')
    const root = body.user.id
    expect((await asStaff(`${root}/archive`, 'POST')).status).toBe(200)
    const end = () =>
      Promise.all([asStaff(`${root}/erase`, 'POST', { confirm: 'Ada King' }), asStaff(String(root), 'DELETE')])
    expect((await end()).map((answer) => answer.body.errors?.[0].data.code)).toEqual(['payer_frozen', 'payer_frozen'])
    expect((await post('undo-email', { token: undo })).status).toBe(200)
    expect(await query('select distinct email from payers where id = any($1)', [ids])).toEqual([{ email }])
    expect((await asStaff(`${root}/erase`, 'POST', { confirm: 'Ada King' })).status).toBe(200)
  })

  it('A-06 a record that staff gave another address since keeps that one', async () => {
    const owner = await loginPayer(host, { email: 'old@readdressed.test' })
    const { undo } = await takeOver(owner, 'evil@readdressed.test')
    await asStaff(`${owner.id}/login`, 'DELETE')
    expect((await asStaff(String(owner.id), 'PATCH', { email: 'new@readdressed.test' })).status).toBe(200)
    expect((await post('undo-email', { token: undo })).status).toBe(400)
    const [{ email }] = await query('select email from payers where id = $1', [owner.id])
    expect(email).toBe('new@readdressed.test')
  })
})

describe('another password', () => {
  const OTHER = 'Another-portal-2026!'
  it.each(['reset', 'changed'])(
    'A-06 %s takes back a change of the email that was asked for with the earlier one',
    async (how) => {
      const owner = await loginPayer(host, { email: `owner@${how}.test` })
      expect(
        (await post('change-email', { email: `evil@${how}.test`, currentPassword: PASSWORD }, owner.headers)).status,
      ).toBe(200)
      const token = await lastLink('email')
      const { token: reset } = await linkOf(host, { purpose: 'reset', payer: owner.email })
      const changed =
        how === 'reset'
          ? await post('reset-password', { token: reset, password: OTHER })
          : await post('change-password', { currentPassword: PASSWORD, password: OTHER }, owner.headers)
      expect(changed.status).toBe(200)
      expect((await post('confirm-email', { token })).status).toBe(400)
      expect((await post('login', { email: owner.email, password: OTHER })).status).toBe(200)
      const log = await query(`select action from audit_log where payer_id = $1 and action = 'email_change_canceled'`, [
        owner.id,
      ])
      expect(log).toHaveLength(1)
    },
  )

  it('A-06 leaves a change that staff asked for', async () => {
    const owner = await loginPayer(host, { email: 'owner@by-staff.test' })
    expect((await asStaff(`${owner.id}/change-email`, 'POST', { email: 'next@by-staff.test' })).status).toBe(200)
    const token = await lastLink('email')
    expect((await post('change-password', { currentPassword: PASSWORD, password: OTHER }, owner.headers)).status).toBe(
      200,
    )
    expect((await post('confirm-email', { token })).status).toBe(200)
  })

  it('A-06 nor is the link of somebody else ended by a new change of a login that has left their payer', async () => {
    const two = await loginPayer(host, { email: 'two@overtaken.test' })
    const second = await loginPayer(host, { email: 'two@overtaken.test' })
    const ask = (headers: Headers, email: string) => post('change-email', { email, currentPassword: PASSWORD }, headers)
    const { body } = await post('login', { email: two.email, password: PASSWORD })
    expect((await ask({ authorization: `JWT ${body.token}` }, 'first@overtaken.test')).status).toBe(200)
    expect((await asStaff(`${two.id}/login`, 'DELETE')).status).toBe(200)
    expect((await asStaff(String(two.id), 'PATCH', { loginAccess: true })).status).toBe(200)
    const again = await loginPerson(host, { payer: two.id, role: 'view', email: 'again@overtaken.test' })
    expect((await ask(again.headers, 'elsewhere@overtaken.test')).status).toBe(200)
    const token = await lastLink('email')
    const later = await post('login', { email: second.email, password: PASSWORD })
    expect((await ask({ authorization: `JWT ${later.body.token}` }, 'last@overtaken.test')).status).toBe(200)
    expect((await post('confirm-email', { token })).status).toBe(200)
  })

  it('A-03 O-10 is not in the way of a suspension at the same moment, nor the other way round', async () => {
    const owner = await loginPayer(host)
    const staffs = await poolOf(host.payload).connect()
    await staffs.query('begin')
    await staffs.query('select 1 from payers where id = $1 for update', [owner.id])
    const change = post('change-password', { currentPassword: PASSWORD, password: OTHER }, owner.headers)
    const waits = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
    while ((await query(waits)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    // A deadlock would end one of the two here.
    await staffs.query('update payer_portal_logins set epoch = epoch where id = $1', [owner.loginId])
    await staffs.query('commit')
    staffs.release()
    expect((await change).status).toBe(200)
  })
})
