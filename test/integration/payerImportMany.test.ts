import { poolOf } from '../../src/base/database.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { loginStaff, type StaffHeaders } from '../helpers/loginStaff.ts'

let host: Host
let staff: StaffHeaders
beforeAll(async () => {
  host = await bootHost()
  staff = await loginStaff(host)
  await query('create extension if not exists pg_stat_statements')
})
afterAll(() => host.close())

const query = async (text: string, values: unknown[] = []) => (await poolOf(host.payload).query(text, values)).rows
const send = (csv: string, options: Record<string, unknown> = {}) =>
  host.call('/api/payers/import', { method: 'POST', body: { csv, dryRun: false, ...options }, headers: staff })

const HEADER = 'email,firstName,lastName,businessName,phone,address,receiptEmails,loginAccess,clientNumber,matterNumber'
const rowsOf = (name: string, count: number) =>
  Array.from({ length: count }, (_, at) => {
    return `${name}-${at}@many.test,Ada,King ${name}${at},,555 0100 ${at},1 Road,r${at}@many.test;s${at}@many.test,no,C-${at},M-${at}`
  })
const fileOf = (...rows: string[]) => [HEADER, ...rows].join('\n')

const COUNTED = `select coalesce(sum(calls), 0)::int as calls from pg_stat_statements s join pg_database d on d.oid = s.dbid
 where d.datname = current_database() and query !~ 'pg_stat_statements'`
const RESET = 'select pg_stat_statements_reset(0, (select oid from pg_database where datname = current_database()), 0)'

async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  await query(RESET)
  await work()
  return (await query(COUNTED))[0].calls
}

/** Everything that a payer's row is made of, without what is its own. */
async function storedOf(email: string) {
  const [payer] = await query(
    `select to_jsonb(p) - '{id,email,created_at,updated_at}'::text[] as row, id from payers p where email = $1`,
    [email],
  )
  const texts = await query(`select "order", path, text from payers_texts where parent_id = $1 order by "order"`, [
    payer.id,
  ])
  const rules = await query(
    `select to_jsonb(a) - '{id,payer_id,created_at,updated_at}'::text[] as row from associations a where payer_id = $1 order by id`,
    [payer.id],
  )
  const entries = await query(
    `select action, actor_collection, actor_id, actor_name, ip, user_agent, data from audit_log where payer_id = $1 order by id`,
    [payer.id],
  )
  // What is its own: the number of the association, that of the payer, and the email.
  const audit = entries.map(({ data, ...entry }) => ({
    ...entry,
    data: {
      ...data,
      association: typeof data.association,
      after: { ...data.after, payer: data.after.payer === payer.id, email: data.after.email === email },
    },
  }))
  const people = await query('select count(*)::int as count from payer_portal_people where payer_id = $1', [payer.id])
  return { row: payer.row, texts, rules, audit, people }
}

describe('an import of many rows', () => {
  it('needs a bounded number of statements for 1,000 rows, in the dry run and for real', async () => {
    const csv = fileOf(...rowsOf('bounded', 1000))
    const dry = await statementsOf(async () => {
      expect((await send(csv, { dryRun: true })).body.counts).toEqual({ create: 1000, update: 0, skip: 0, error: 0 })
    })
    expect(await query(`select 1 from payers where email like 'bounded-%'`)).toEqual([])
    const real = await statementsOf(async () => {
      expect((await send(csv)).body.counts).toEqual({ create: 1000, update: 0, skip: 0, error: 0 })
    })
    const again = await statementsOf(async () => {
      expect((await send(csv)).body.counts).toEqual({ create: 0, update: 0, skip: 1000, error: 0 })
    })
    for (const count of [dry, real, again]) expect(count).toBeLessThan(40)
    expect(
      (await query(`select count(*)::int as c from payers where email like 'bounded-%' and not login_access`))[0].c,
    ).toBe(1000)
  })

  it('stores to the column what the collections store, and writes the same into the audit log', async () => {
    await send(
      fileOf(
        'twin-many@many.test,Ada,King,"Engines, Ltd",555 0100,"1 Road\nTown",a@x.test;b@x.test,no,C-1,M-1',
        'twin-bare@many.test,,,,,,,,,',
      ),
    )
    const make = async (data: Record<string, unknown>, rules: Record<string, unknown>[]) => {
      const { body } = await host.call('/api/payers', { method: 'POST', body: data, headers: staff })
      for (const rule of rules)
        await host.call('/api/associations', { method: 'POST', body: { payer: body.doc.id, ...rule }, headers: staff })
    }
    const contact = {
      firstName: 'Ada',
      lastName: 'King',
      businessName: 'Engines, Ltd',
      phone: '555 0100',
      address: '1 Road\nTown',
    }
    await make({ email: 'twin-door@many.test', ...contact, receiptEmails: ['a@x.test', 'b@x.test'] }, [
      { clientNumber: 'C-1', matterNumber: 'M-1' },
    ])
    await make({ email: 'twin-plain@many.test' }, [])
    const many = await storedOf('twin-many@many.test')
    expect(many).toEqual(await storedOf('twin-door@many.test'))
    expect(many.audit.map(({ action }) => action)).toEqual(['payer_created', 'association_created'])
    const [bare, plain] = [await storedOf('twin-bare@many.test'), await storedOf('twin-plain@many.test')]
    expect({ ...bare, row: { ...bare.row, name: null } }).toEqual({ ...plain, row: { ...plain.row, name: null } })
    expect([bare.row.name, plain.row.name]).toEqual(['twin-bare@many.test', 'twin-plain@many.test'])
  })

  it('A-06 gives a login and one mail to those whose row asks for it, and to nobody else', async () => {
    const asks = Array.from({ length: 12 }, (_, at) => `asks-${at}@many.test,,,,,,,yes,,`)
    const csv = fileOf(...rowsOf('quiet', 100), ...asks, ...asks)
    expect((await send(csv, { invite: true })).body.counts).toEqual({ create: 112, update: 0, skip: 12, error: 0 })
    expect(
      await query(`select recipient, count(*)::int as mails from payer_portal_mails group by 1 having count(*) <> 1`),
    ).toEqual([])
    const mailed = await query(`select recipient from payer_portal_mails where recipient like '%@many.test'`)
    expect(mailed).toHaveLength(12)
    expect((await query(`select count(*)::int as c from payers where login_access`))[0].c).toBe(12)
    const audit = await query(`select count(*)::int as c from audit_log where action = 'login_access_on'`)
    expect(audit[0].c).toBe(12)
  })

  it('a row that the database refuses stops no other', async () => {
    await query(`alter table payers add constraint no_phone_13 check (phone <> '13') not valid`)
    try {
      const rows = Array.from({ length: 30 }, (_, at) => `row-${at}@many.test,Ada,,,${at},,,,,`)
      const { body } = await send(fileOf(...rows))
      expect(body.counts).toEqual({ create: 29, update: 0, skip: 0, error: 1 })
      expect(body.rows.find(({ fate }: { fate: string }) => fate === 'error')).toMatchObject({
        email: 'row-13@many.test',
        reason: 'This row could not be stored.',
      })
    } finally {
      await query('alter table payers drop constraint no_phone_13')
    }
  })

  it('a dry run names who looks like a new payer, and says which number no invoice has', async () => {
    await createInvoice(host.payload)
    await send(fileOf('known@many.test,Zoe,Quist,,"+1 (212) 555-0199",,,,,'))
    const [known] = await query(`select id from payers where email = 'known@many.test'`)
    const csv = fileOf('new@many.test,ZOE,quist,,12125550199,,,,C-unknown,', 'other@many.test,Una,Quist,,,,,,,')
    const { body } = await send(csv, { dryRun: true })
    expect(body.rows[0]).toMatchObject({
      payer: null,
      notes: ['No invoice has this client or matter number at the moment.'],
      similar: [{ id: known.id, email: 'known@many.test', reasons: ['name', 'phone'] }],
    })
    expect(body.rows[1].similar).toEqual([])
  })
})

describe('where the host has a hook or a field of its own', () => {
  it('every row passes it', async () => {
    const seen: string[] = []
    const other = await bootHost({
      portal: {
        overrides: {
          payers: ({ defaultCollection }) => ({
            ...defaultCollection,
            hooks: {
              ...defaultCollection.hooks,
              beforeChange: [
                ({ data }) => {
                  seen.push(data.email)
                  return { ...data, phone: '777' }
                },
              ],
            },
          }),
        },
      },
    })
    try {
      const headers = await loginStaff(other)
      const body = { csv: fileOf(...rowsOf('hooked', 5)), dryRun: false }
      const answer = await other.call('/api/payers/import', { method: 'POST', body, headers })
      expect(answer.body.counts.create).toBe(5)
      expect(seen.sort()).toEqual(Array.from({ length: 5 }, (_, at) => `hooked-${at}@many.test`))
      const { rows } = await poolOf(other.payload).query(
        `select distinct phone from payers where email like 'hooked-%'`,
      )
      expect(rows).toEqual([{ phone: '777' }])
    } finally {
      await other.close()
    }
  })

  it('also one that another plugin adds', async () => {
    const seen: unknown[] = []
    const other = await bootHost({
      config: {
        plugins: [
          (config) => ({
            ...config,
            collections: (config.collections ?? []).map((collection) =>
              collection.slug === 'associations'
                ? { ...collection, hooks: { ...collection.hooks, afterChange: [({ doc }) => void seen.push(doc.id)] } }
                : collection,
            ),
          }),
        ],
      },
    })
    try {
      const headers = await loginStaff(other)
      const body = { csv: fileOf(...rowsOf('plugged', 5)), dryRun: false }
      const answer = await other.call('/api/payers/import', { method: 'POST', body, headers })
      expect([answer.body.counts.create, seen.length]).toEqual([5, 5])
    } finally {
      await other.close()
    }
  })
})
