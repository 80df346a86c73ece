import { randomUUID } from 'node:crypto'
import { createLocalReq } from 'payload'
import { recordActivity, staffRoles } from 'payload-plugin-payer-portal'
import { type ActivityFilter, activityConditions, NO_FILTER, toQuery } from '../../src/admin/activity/activityFilter.ts'
import { poolOf } from '../../src/base/database.ts'
import { createPayer } from '../factories/createPayer.ts'
import { loginPayer } from '../factories/loginPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { loginStaffOf, type StaffLogin, usersWithRoles } from '../helpers/loginStaffOf.ts'

let host: Host
let admin: StaffLogin
let collector: StaffLogin

beforeAll(async () => {
  host = await bootHost({ config: { collections: [usersWithRoles] }, portal: { staffMay: staffRoles() } })
  admin = await loginStaffOf(host, { roles: ['admin'] })
  collector = await loginStaffOf(host, { roles: ['collector'] })
})
afterAll(() => host.close())

const query = async (text: string, values: unknown[] = []) => (await poolOf(host.payload).query(text, values)).rows
const count = async () =>
  (
    await query('select count(*)::int as rows, md5(string_agg(a::text, $1 order by id)) as sum from audit_log a', ['|'])
  )[0]
const refusal = { status: 403, data: { code: 'audit_append_only' } }
const everything = { where: { id: { exists: true } }, overrideAccess: true } as const

describe('the audit log is only ever added to', () => {
  it('O-09 refuses every change through Payload, with every right: Local API, REST and in bulk', async () => {
    const { payload } = host
    const payer = await createPayer(payload)
    await host.call(`/api/payers/${payer}`, { method: 'PATCH', headers: admin.headers, body: { firstName: 'Ada' } })
    const [{ id }] = await query('select id from audit_log order by id desc limit 1')
    const before = await count()
    const collection = 'audit-log'
    const data = { action: 'login' }
    const local = {
      create: () => payload.create({ collection, data, overrideAccess: true }),
      update: () => payload.update({ collection, id, data, overrideAccess: true }),
      'update in bulk': () => payload.update({ collection, data, ...everything }),
      delete: () => payload.delete({ collection, id, overrideAccess: true }),
      'delete in bulk': () => payload.delete({ collection, ...everything }),
    }
    for (const [door, act] of Object.entries(local))
      await expect([
        door,
        await act().then(
          () => 'done',
          (error: unknown) => error,
        ),
      ]).toMatchObject([door, refusal])
    const rest = [
      ['POST', ''],
      ['PATCH', `/${id}`],
      ['PATCH', '?where[id][exists]=true'],
      ['DELETE', `/${id}`],
      ['DELETE', '?where[id][exists]=true'],
    ] as const
    for (const [method, path] of rest) {
      const call = { method, headers: admin.headers, ...(method === 'DELETE' ? {} : { body: data }) }
      expect([method, path, (await host.call(`/api/audit-log${path}`, call)).status]).toEqual([method, path, 403])
    }
    expect(await count()).toEqual(before)
  })

  it("O-09 refuses it below Payload too: the adapter, and SQL through the application's own pool", async () => {
    const [{ id }] = await query('select id from audit_log order by id desc limit 1')
    const before = await count()
    const statements = [
      `update audit_log set action = 'x' where id = ${id}`,
      `update audit_log set ip = null, user_agent = null`,
      `update audit_log set data = '{}'`,
      `update audit_log set created_at = now()`,
      'delete from audit_log',
      'truncate audit_log',
      'truncate payers cascade; truncate audit_log',
      `insert into audit_log (id, action, created_at, updated_at) values (${id}, 'x', now(), now()) on conflict (id) do update set action = 'x'`,
      `merge into audit_log a using (select ${id} as id) s on a.id = s.id when matched then delete`,
      `with gone as (delete from audit_log returning 1) select count(*) from gone`,
    ]
    for (const statement of statements)
      await expect([
        statement,
        await query(statement).then(
          () => 'done',
          (error: Error) => error.message,
        ),
      ]).toEqual([statement, 'The audit log is only ever added to.'])
    const { db } = host.payload
    await expect(db.updateOne({ collection: 'audit-log', id, data: { action: 'x' } })).rejects.toThrow()
    await expect(db.deleteOne({ collection: 'audit-log', where: { id: { equals: id } } })).rejects.toThrow()
    expect(await count()).toEqual(before)
  })
})

describe('what stays of a payer who is gone', () => {
  it('keeps which numbers were associated, and no name or address', async () => {
    const secret = `Seed${randomUUID()}`
    const { body } = await host.call('/api/payers', {
      method: 'POST',
      headers: admin.headers,
      body: { email: `${secret.toLowerCase()}@example.test`, firstName: secret },
    })
    const payer = body.doc.id
    await host.call('/api/associations', {
      method: 'POST',
      headers: admin.headers,
      body: { payer, clientNumber: 'C-0012', clientName: secret },
    })
    const seen = () =>
      query(`select action, data from audit_log where payer_id = $1 and data::text ilike '%' || $2 || '%'`, [
        payer,
        secret,
      ])
    expect((await seen()).map(({ action }) => action)).toEqual(['payer_created', 'association_created'])
    expect((await host.call(`/api/payers/${payer}`, { method: 'DELETE', headers: admin.headers })).status).toBe(200)
    expect(await seen()).toEqual([])
    const [rule] = await query(`select data from audit_log where payer_id = $1 and action = 'association_created'`, [
      payer,
    ])
    expect(rule.data).toMatchObject({
      after: { clientNumber: 'C-0012', effect: 'include' },
      fields: expect.arrayContaining(['clientName']),
    })
    await expect(query(`update audit_log set data = '{}' where payer_id = $1`, [payer])).rejects.toThrow(
      'only ever added',
    )
  })
})

describe('reading the audit log', () => {
  const list = async (filter: Partial<ActivityFilter>, payer?: number) => {
    const where = toQuery(activityConditions({ ...NO_FILTER, ...filter }, payer))
    const { status, body } = await host.call(`/api/audit-log?${where}&sort=-id&limit=20`, { headers: admin.headers })
    expect(status).toBe(200)
    return body.docs.map(({ what, who, payerName }: Record<string, string>) => ({ what, who, payerName }))
  }

  it('says what, who and about whom in words, and finds by kind, payer, actor and time', async () => {
    const { id, headers } = await loginPayer(host, { data: { lastName: randomUUID() } })
    await host.call(`/api/payers/${id}`, { method: 'PATCH', headers: admin.headers, body: { phone: '1' } })
    await host.call(`/api/payers/${id}`, { method: 'PATCH', headers, body: { phone: '2' } })
    const [{ name, email }] = await query('select name, email from payers where id = $1', [id])
    const changed = { what: 'Changed the payer', payerName: name }
    const byOwner = { ...changed, who: email }
    const byStaff = { ...changed, who: admin.email }
    const created = { what: 'Created the payer', who: 'The portal', payerName: name }
    expect(await list({}, id)).toEqual([byOwner, byStaff, created])
    expect(await list({ by: 'staff' }, id)).toEqual([byStaff])
    expect(await list({ name: 'admin@' }, id)).toEqual([byStaff])
    expect(await list({ by: 'payers' }, id)).toEqual([byOwner])
    expect(await list({ by: 'system' }, id)).toEqual([created])
    expect(await list({ by: 'nobody' }, id)).toEqual([])
    expect(await list({ kind: 'payer_created' }, id)).toEqual([created])
    expect(await list({ from: '2999-01-01' }, id)).toEqual([])
    expect(await list({ from: '2020-01-01', to: '2999-01-01' }, id)).toHaveLength(3)
    expect(await list({ kind: 'payer_changed', by: 'staff', name: 'collector' })).toEqual([])
  })

  it('is for those whom the host allows it, and never for a payer', async () => {
    const { headers } = await loginPayer(host)
    const statuses = await Promise.all(
      [admin.headers, collector.headers, headers, {}].map(
        async (who) => (await host.call('/api/audit-log', { headers: who as Record<string, string> })).status,
      ),
    )
    expect(statuses).toEqual([200, 403, 403, 403])
  })

  it("records an event of the host's own, and no other kind", async () => {
    const { payload } = host
    const payer = await createPayer(payload)
    const user = { id: admin.id, email: admin.email, collection: 'users' } as never
    const req = await createLocalReq({ user }, payload)
    await recordActivity(req, { kind: 'host.letter_sent', payer, data: { letter: 4 } })
    expect(await list({}, payer)).toEqual([
      { what: 'Letter sent', who: admin.email, payerName: expect.stringMatching(/^Payer /) },
    ])
    for (const kind of ['login', 'host.', 'host.A', 'Host.a', `host.${'a'.repeat(80)}`])
      await expect(recordActivity(req, { kind: kind as never })).rejects.toMatchObject({ status: 400 })
  })
})

describe('what an entry costs', () => {
  it('is one prepared statement, and a request that only reads writes none', async () => {
    const { id, headers } = await loginPayer(host)
    await query('create extension if not exists pg_stat_statements')
    const counted = async (work: () => Promise<unknown>) => {
      await query(
        'select pg_stat_statements_reset(0, (select oid from pg_database where datname = current_database()), 0)',
      )
      await work()
      const [row] = await query(
        `select coalesce(sum(calls), 0)::int as calls from pg_stat_statements s join pg_database d on d.oid = s.dbid where d.datname = current_database() and query ~* 'audit_log' and query !~ 'pg_stat'`,
      )
      return row.calls
    }
    expect(await counted(() => host.call('/api/portal/summary', { headers }))).toBe(0)
    expect(await counted(() => host.call(`/api/payers/${id}`, { headers }))).toBe(0)
    expect(await counted(() => host.call('/api/payers/logout', { method: 'POST', headers }))).toBe(1)
  })
})
