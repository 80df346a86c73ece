import { poolOf } from '../../../src/base/database.ts'
import type { BillingSource, SourceRow } from '../../../src/connect/BillingSource.ts'
import { sqlSource } from '../../../src/connect/sources/sql/sqlSource.ts'
import { asOf } from '../../../src/connect/sync/asOf.ts'
import { syncSource } from '../../../src/connect/sync/syncSource.ts'
import { bootHost, type Host } from '../../helpers/host/bootHost.ts'
import { createLedgerDatabase, LEDGER_MAPPING, type LedgerDatabase } from '../../helpers/ledgerDatabase.ts'

const FINGERPRINT = `select md5(string_agg(i::text || coalesce((select string_agg(m::text, ',' order by m._order) from invoices_matters m where m._parent_id = i.id), ''), '|' order by i.id)) as hash from invoices i`
const MIRROR = `select external_id, number, status::text, client_number, client_name, matter_number, matter_description, issued_on, due_on, currency, total::text, balance::text, pending::text, account, memo, removed_at is not null as removed from invoices where source = 'ledger' order by external_id`

describe('the sync of a billing source', () => {
  let host: Host
  let ledger: LedgerDatabase
  let source: BillingSource
  /** Put before the ledger's own rows in one read; throws where it holds an error. */
  let tamper: ((rows: AsyncIterable<SourceRow[]>) => AsyncIterable<SourceRow[]>) | null = null

  const portal = async <Row = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<Row[]> =>
    (await poolOf(host.payload).query(text, values)).rows as Row[]
  const sync = (options: { full?: boolean } = {}) => syncSource({ payload: host.payload, source: 'ledger', ...options })
  const fingerprint = async () => (await portal<{ hash: string }>(FINGERPRINT))[0]?.hash

  beforeAll(async () => {
    ledger = await createLedgerDatabase()
    source = sqlSource({ ...LEDGER_MAPPING, connection: ledger.url })
    const tampered: BillingSource = {
      ...source,
      read: async (options) => {
        const snapshot = await source.read(options)
        return tamper ? { ...snapshot, invoices: tamper(snapshot.invoices) } : snapshot
      },
    }
    host = await bootHost({ portal: { sources: [tampered] } })
  })
  afterAll(async () => {
    await source.close()
    await host.close()
    await ledger.close()
  })
  beforeEach(async () => {
    tamper = null
    await ledger.query('truncate bills, receipts, receipt_lines, clients')
    await portal(
      'truncate invoices, invoices_matters, payer_portal_sync_runs, payer_portal_sync_cursors, payer_portal_parked_rows restart identity cascade',
    )
    await ledger.query(`insert into bills (id, no, client, client_name, matter, matter_text, billed, due)
      select 'b' || n, 'N-' || n, 'C-' || n % 3, 'Client ' || n % 3, 'M-' || n, 'Matter ' || n, date '2026-01-01' + n, to_char(date '2026-02-01' + n, 'YYYY-MM-DD') from generate_series(1, 20) n`)
  })

  it('mirrors every column exactly: texts trimmed and composed, amounts in minor units, dates as dates', async () => {
    await ledger.query('truncate bills cascade')
    await ledger.query(
      `insert into bills (id, no, client, client_name, matters, billed, due, ccy, total, open, acct, void, memo) values
      ('1', ' 0012 ', 'AB1', $1, '[{"matterNumber": " M-1 ", "matterDescription": "One"}]', '2026-03-01', '2026-03-31', 'USD', 1234.5, 0.10, 'operating-ny', false, E'two\tlines\nand \\\\ back'),
      ('2', '12', 'ab1', 'O''Neil "100%_," <b>', '[{"matterNumber": "M-1", "matterDescription": "One"}, {"matterNumber": "M-2", "matterDescription": null}]', null, null, 'JPY', 5000, -70, 'unheard-of', false, null),
      ('3', '13', 'C', 'אברהם', '[]', null, null, 'kwd', 1.234, 0, null, false, null),
      ('4', '14', 'C', 'C', null, null, null, 'usd', 1, 1, null, true, null)`,
      ['Cafe\u0301 '],
    )
    expect(await sync()).toMatchObject({
      status: 'succeeded',
      counts: { read: 4, inserted: 4, rejected: 0 },
      error: null,
    })
    const none = {
      matter_number: null,
      matter_description: null,
      issued_on: null,
      due_on: null,
      account: null,
      memo: null,
      pending: '0',
      removed: false,
    }
    expect(await portal(MIRROR)).toEqual([
      {
        ...none,
        external_id: '1',
        number: '0012',
        status: 'open',
        client_number: 'AB1',
        client_name: 'Café',
        matter_number: 'M-1',
        matter_description: 'One',
        issued_on: '2026-03-01',
        due_on: '2026-03-31',
        currency: 'usd',
        total: '123450',
        balance: '10',
        account: 'operating-ny',
        memo: 'two\tlines\nand \\ back',
      },
      {
        ...none,
        external_id: '2',
        number: '12',
        status: 'credit',
        client_number: 'ab1',
        client_name: `O'Neil "100%_," <b>`,
        currency: 'jpy',
        total: '5000',
        balance: '-70',
        account: 'unheard-of',
      },
      {
        ...none,
        external_id: '3',
        number: '13',
        status: 'paid',
        client_number: 'C',
        client_name: 'אברהם',
        currency: 'kwd',
        total: '1234',
        balance: '0',
      },
      {
        ...none,
        external_id: '4',
        number: '14',
        status: 'void',
        client_number: 'C',
        client_name: 'C',
        currency: 'usd',
        total: '100',
        balance: '100',
      },
    ])
    const matters = await portal(
      `select i.external_id, m._order, m.matter_number, m.matter_description from invoices_matters m join invoices i on i.id = m._parent_id order by 1, 2`,
    )
    expect(matters).toEqual([
      { external_id: '2', _order: 1, matter_number: 'M-1', matter_description: 'One' },
      { external_id: '2', _order: 2, matter_number: 'M-2', matter_description: null },
    ])
  })

  it('Y-01 a second sync changes nothing more, and writes only the rows that differ', async () => {
    expect((await sync()).counts).toMatchObject({ inserted: 20, updated: 0 })
    const before = await fingerprint()
    expect((await sync()).counts).toMatchObject({ inserted: 0, updated: 0, unchanged: 20, vanished: 0 })
    expect(await fingerprint()).toBe(before)
    await ledger.query(`update bills set open = 40 where id = 'b7'`)
    const rows = await portal<{ id: number; xmin: string }>('select id, xmin::text from invoices order by id')
    expect((await sync()).counts).toMatchObject({ updated: 1, unchanged: 19 })
    const after = await portal<{ id: number; xmin: string }>('select id, xmin::text from invoices order by id')
    expect(after.filter((row, at) => row.xmin !== rows[at]?.xmin)).toHaveLength(1)
  })

  it('Y-01 of two syncs at once one runs and the other says sync_running', async () => {
    const results = await Promise.allSettled([sync(), sync(), sync()])
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'sync_running' })
    }
    expect(await portal('select count(*)::int as n from invoices')).toEqual([{ n: 20 }])
    expect(await sync()).toMatchObject({ status: 'succeeded', counts: { unchanged: 20 } })
  })

  it('replaces matters when they differ, and takes a bill that comes back', async () => {
    await ledger.query(`update bills set matters = '[{"matterNumber":"A"},{"matterNumber":"B"}]' where id = 'b1'`)
    await sync()
    const matters = () => portal(`select matter_number from invoices_matters order by _order`)
    expect(await matters()).toEqual([{ matter_number: 'A' }, { matter_number: 'B' }])
    await ledger.query(`update bills set matters = '[{"matterNumber":"A"},{"matterNumber":"C"}]' where id = 'b1'`)
    expect((await sync()).counts).toMatchObject({ updated: 1, unchanged: 19 })
    expect(await matters()).toEqual([{ matter_number: 'A' }, { matter_number: 'C' }])
    await ledger.query(`update bills set matters = '[{"matterNumber":"A"}]' where id = 'b1'`)
    await sync()
    expect(await matters()).toEqual([])
    expect(await portal(`select matter_number from invoices where external_id = 'b1'`)).toEqual([
      { matter_number: 'A' },
    ])
  })

  it('Y-03 a deleted bill becomes void within one sync and comes back when the bill does', async () => {
    await sync()
    await ledger.query(`create table kept as select * from bills where id = 'b3'; delete from bills where id = 'b3'`)
    expect((await sync()).counts).toMatchObject({ vanished: 1 })
    const row = () =>
      portal(`select status::text, removed_at is not null as removed from invoices where external_id = 'b3'`)
    expect(await row()).toEqual([{ status: 'void', removed: true }])
    expect((await sync()).counts).toMatchObject({ vanished: 0, updated: 0 })
    await ledger.query('insert into bills select * from kept; drop table kept')
    expect((await sync()).counts).toMatchObject({ updated: 1 })
    expect(await row()).toEqual([{ status: 'open', removed: false }])
  })

  it('Y-03 a bill voided in the billing system is void here', async () => {
    await sync()
    await ledger.query(`update bills set void = true where id = 'b3'`)
    await sync()
    expect(await portal(`select status::text, removed_at from invoices where external_id = 'b3'`)).toEqual([
      { status: 'void', removed_at: null },
    ])
  })

  it('Y-03 an empty, a broken and a much smaller read change nothing', async () => {
    await sync()
    const before = await fingerprint()
    const readAt = await asOf(host.payload)
    tamper = async function* () {}
    expect(await sync()).toMatchObject({ status: 'stopped', error: expect.stringContaining('no usable invoice') })
    expect(await sync({ full: true })).toMatchObject({ status: 'stopped' })
    tamper = async function* (rows) {
      for await (const batch of rows) yield batch.slice(0, 10)
      throw new Error('connection lost at 50 %: postgres://reader:secret@db/firm')
    }
    expect(await sync()).toMatchObject({
      status: 'failed',
      error: 'connection lost at 50 %: postgres://reader:…@db/firm',
    })
    tamper = async function* (rows) {
      for await (const batch of rows) yield batch.slice(0, 15)
    }
    expect(await sync()).toMatchObject({ status: 'stopped', error: expect.stringContaining('5 of 20 open invoices') })
    expect(await fingerprint()).toBe(before)
    expect(await asOf(host.payload)).toBe(readAt)
    tamper = async function* (rows) {
      for await (const batch of rows) yield batch.slice(0, 16)
    }
    expect(await sync()).toMatchObject({ status: 'succeeded', counts: { vanished: 4 } })
    tamper = async function* (rows) {
      for await (const batch of rows) yield batch.slice(0, 5)
    }
    expect(await sync({ full: true })).toMatchObject({ status: 'succeeded', counts: { vanished: 11 } })
  })

  it('Y-03 of few open invoices one may go, and all of them may not', async () => {
    await ledger.query(`delete from bills where id not in ('b1', 'b2', 'b3', 'b4')`)
    await sync()
    await ledger.query(`delete from bills where id = 'b1'`)
    expect(await sync()).toMatchObject({ status: 'succeeded', counts: { vanished: 1 } })
    await ledger.query(`delete from bills where id in ('b2', 'b3')`)
    expect(await sync()).toMatchObject({ status: 'stopped', error: expect.stringContaining('2 of 3 open invoices') })
    await ledger.query(`insert into bills (id, no, client, open) values ('b2', 'N-2', 'C-2', 0)`)
    expect(await sync()).toMatchObject({ status: 'succeeded', counts: { vanished: 1 } })
  })

  it('Y-08 what it writes is as Payload itself would have it: ids, times and states', async () => {
    await ledger.query(`update bills set matters = '[{"matterNumber":"A"},{"matterNumber":"B"}]' where id = 'b1'`)
    await sync()
    const read = async (externalId: string) =>
      (
        await host.payload.find({
          collection: 'invoices',
          where: { externalId: { equals: externalId } },
          overrideAccess: true, // system: the test reads what staff see.
        })
      ).docs[0] as unknown as Record<string, any>
    const before = { one: await read('b1'), two: await read('b2') }
    expect(before.one).toMatchObject({
      status: 'open',
      balance: 10_000,
      matters: [{ matterNumber: 'A' }, { matterNumber: 'B' }],
    })
    expect(new Set(before.one.matters.map(({ id }: { id: string }) => id)).size).toBe(2)
    for (const at of ['createdAt', 'updatedAt'])
      expect(Math.abs(Date.now() - Date.parse(before.one[at]))).toBeLessThan(60_000)
    await ledger.query(`update bills set open = 0 where id = 'b1'`)
    await sync()
    const after = { one: await read('b1'), two: await read('b2') }
    expect(after.one).toMatchObject({ id: before.one.id, status: 'paid', createdAt: before.one.createdAt })
    expect(Date.parse(after.one.updatedAt)).toBeGreaterThan(Date.parse(before.one.updatedAt))
    expect(after.two).toEqual(before.two)
    const held = await host.payload.update({
      collection: 'invoices',
      id: after.one.id,
      data: { hold: 'asked' },
      overrideAccess: true, // system: as staff do.
    })
    expect(held).toMatchObject({ id: after.one.id, hold: 'asked', number: 'N-1' })
  })

  it('Y-06 bad rows in the middle of 500 are set aside with their reasons; the others go on', async () => {
    await ledger.query(
      `insert into bills (id, no, client, client_name) select 'x' || n, 'X-' || n, 'C-9', 'Nine' from generate_series(1, 500) n`,
    )
    await ledger.query(`update bills set no = null where id = 'x100'`)
    await ledger.query(`update bills set memo = repeat('m', 200 * 1024) where id = 'x101'`)
    await ledger.query(`update bills set due = '2026-02-30' where id = 'x102'`)
    await ledger.query(`update bills set open = 'NaN' where id = 'x103'`)
    await ledger.query(`update bills set open = 1.005 where id = 'x104'`)
    await ledger.query(`update bills set ccy = 'xqq' where id = 'x105'`)
    await ledger.query(`update bills set client = ' ' where id = 'x106'`)
    tamper = async function* (rows) {
      for await (const batch of rows) {
        const bad = batch.find((row) => row.externalId === 'x107')
        if (bad) bad.memo = 'a\0b'
        const first = batch.find((row) => row.externalId === 'x108')
        if (first) batch.push({ ...first, balance: '7' })
        const nameless = batch.find((row) => row.externalId === 'x109')
        if (nameless) nameless.externalId = null
        yield batch
      }
    }
    expect(await sync()).toMatchObject({ status: 'succeeded', counts: { read: 521, inserted: 510, rejected: 11 } })
    const reasons = await portal<{ external_id: string; reason: string }>(
      'select external_id, reason from payer_portal_parked_rows order by external_id, id',
    )
    expect(reasons.map((row) => [row.external_id, row.reason])).toEqual([
      ['x100', 'number is missing'],
      ['x101', 'memo is longer than 102400 bytes'],
      ['x102', 'dueOn is not a date: 2026-02-30'],
      ['x103', expect.stringContaining('balance: not a decimal amount: NaN')],
      ['x104', expect.stringContaining('balance: finer than the minor unit of usd')],
      ['x105', 'currency is unknown: xqq'],
      ['x106', 'clientNumber is missing'],
      ['x107', 'memo contains a NUL character'],
      ['x108', 'externalId occurs 2 times'],
      [null, 'externalId is missing'],
    ])
  })

  it('Y-06 a known invoice whose row turns bad keeps its last good state and does not vanish', async () => {
    await sync()
    await ledger.query(`update bills set open = 'NaN' where id = 'b5'`)
    expect((await sync()).counts).toMatchObject({ rejected: 1, vanished: 0, updated: 0 })
    expect(await portal(`select status::text, balance::text from invoices where external_id = 'b5'`)).toEqual([
      { status: 'open', balance: '10000' },
    ])
  })

  it('Y-04 1,000 payments and holds beside running syncs: both sides keep what they wrote', async () => {
    await sync()
    await portal('update invoices set pending = 0, hold = null')
    let isDone = false
    const syncing = (async () => {
      let runs = 0
      for (; !isDone; runs += 1) {
        await ledger.query(`update bills set open = open + 1, memo = 'run ' || $1`, [runs])
        expect(await sync()).toMatchObject({ status: 'succeeded' })
      }
      return runs
    })()
    const pay = async (n: number) => {
      const ids = [1 + (n % 20), 1 + ((n * 7) % 20)].sort((a, b) => a - b)
      const client = await poolOf(host.payload).connect()
      try {
        await client.query('begin')
        await client.query('select 1 from invoices where id = any($1) order by id for update', [ids])
        await client.query('update invoices set pending = pending + 1 where id = any($1)', [ids])
        if (n % 10 === 0) await client.query(`update invoices set hold = 'h' || $2 where id = $1`, [ids[0], n])
        await client.query('commit')
      } finally {
        client.release()
      }
    }
    const worker = async (from: number) => {
      for (let n = from; n < 1000; n += 6) await pay(n)
    }
    await Promise.all([0, 1, 2, 3, 4, 5].map(worker))
    isDone = true
    const runs = await syncing
    expect(runs).toBeGreaterThan(2)
    await sync()
    const expected = Array.from({ length: 1000 }, (_, n) => new Set([n % 20, (n * 7) % 20]).size).reduce(
      (sum, count) => sum + count,
      0,
    )
    const [row] = await portal(
      `select sum(pending)::int as pending, count(hold)::int as holds, min(balance)::int as low, max(balance)::int as high, min(memo) as memo from invoices`,
    )
    expect(row).toEqual({
      pending: expected,
      holds: expect.any(Number),
      low: 10_000 + runs * 100,
      high: 10_000 + runs * 100,
      memo: `run ${runs - 1}`,
    })
    expect(row?.holds).toBeGreaterThan(0)
  })

  it('Y-04 never writes pending, hold or created_at, also on rows that differ', async () => {
    await sync()
    await portal(`update invoices set pending = 77, hold = 'asked', created_at = '2020-01-01'`)
    await ledger.query(`update bills set open = 55, no = no || 'x', client_name = 'New'`)
    expect((await sync()).counts).toMatchObject({ updated: 20 })
    expect(
      await portal(
        `select distinct pending::text, hold, created_at::date::text as made, balance::text, client_name from invoices`,
      ),
    ).toEqual([{ pending: '77', hold: 'asked', made: '2020-01-01', balance: '5500', client_name: 'New' }])
  })

  it('says how old the mirror is: the start of the last complete read', async () => {
    expect(await asOf(host.payload)).toBeNull()
    const before = Date.now()
    await sync()
    const readAt = Date.parse((await asOf(host.payload)) ?? '')
    expect(Math.abs(readAt - before)).toBeLessThan(5000)
    expect(await asOf(host.payload, ['ledger', 'other'])).toBeNull()
  })

  it('forgets runs and resolved rows of a quarter of a year ago, but not the last one that merged', async () => {
    const ended = `now() - interval '91 days'`
    await portal(`insert into payer_portal_sync_runs (source, status, started_at, finished_at, as_of) values
      ('ledger', 'failed', ${ended}, ${ended}, null), ('ledger', 'succeeded', ${ended}, ${ended}, ${ended}), ('other', 'failed', ${ended}, ${ended}, null)`)
    await portal(
      `insert into payer_portal_parked_rows (source, key, reason, row, run_id, resolved_at) values ('ledger', 'id 1', 'x', '{}', 1, ${ended}), ('ledger', 'id b1', 'x', '{}', 1, null)`,
    )
    tamper = async function* (rows) {
      for await (const batch of rows) yield batch.slice(0, 1)
      throw new Error('down')
    }
    await sync()
    expect(await portal(`select source, status from payer_portal_sync_runs order by id`)).toEqual([
      { source: 'ledger', status: 'succeeded' },
      { source: 'other', status: 'failed' },
      { source: 'ledger', status: 'failed' },
    ])
    expect(await asOf(host.payload)).not.toBeNull()
    expect(await portal('select key, run_id from payer_portal_parked_rows')).toEqual([{ key: 'id b1', run_id: null }])
  })

  it('closes the run of a server that died in it', async () => {
    await portal(`insert into payer_portal_sync_runs (source) values ('ledger')`)
    await sync()
    expect(await portal('select status from payer_portal_sync_runs order by id')).toEqual([
      { status: 'failed' },
      { status: 'succeeded' },
    ])
  })

  it('reads with a role that can only read, and names the mapping that does not fit', async () => {
    const broken = sqlSource({
      ...LEDGER_MAPPING,
      connection: ledger.url,
      invoices: `select id as "externalId" from bills`,
    })
    await expect(broken.check?.()).rejects.toThrow('The mapping `invoices` has no column "number", "clientNumber"')
    const wrong = sqlSource({ ...LEDGER_MAPPING, connection: ledger.url, invoices: 'select nothing from nowhere' })
    await expect(wrong.check?.()).rejects.toThrow(
      'The mapping `invoices` does not run: relation "nowhere" does not exist',
    )
    const writing = sqlSource({
      ...LEDGER_MAPPING,
      connection: ledger.url,
      search: {
        ...LEDGER_MAPPING.search,
        client: `with x as (delete from clients returning *) select no as "clientNumber", name as "clientName" from x`,
      },
    })
    await expect(writing.search({ by: 'clientName', q: 'a', filters: {}, limit: 1, offset: 0 })).rejects.toThrow()
    const loose = sqlSource({
      ...LEDGER_MAPPING,
      connection: ledger.url,
      posting: { ...LEDGER_MAPPING.posting, receipts: { table: 'receipts', id: 'id', reference: 'kind' } },
    })
    await expect(loose.check?.()).rejects.toThrow('needs a unique index of its own')
    await expect(source.check?.()).resolves.toBeUndefined()
    await Promise.all([broken.close(), wrong.close(), writing.close(), loose.close()])
  })

  it('takes 100,000 bills in seconds, and as quickly sees that nothing changed', async () => {
    await ledger.query(
      `insert into bills (id, no, client, client_name, matter, matter_text, billed, due) select 'z' || n, 'Z-' || n, 'C-' || n % 5000, 'Client', 'M', 'Matter', '2026-01-01', '2026-02-01' from generate_series(1, 100000) n`,
    )
    const start = Date.now()
    expect((await sync()).counts).toMatchObject({ inserted: 100_020 })
    const loaded = Date.now()
    expect((await sync()).counts).toMatchObject({ inserted: 0, updated: 0, unchanged: 100_020 })
    expect(loaded - start).toBeLessThan(40_000)
    expect(Date.now() - loaded).toBeLessThan(20_000)
  }, 90_000)
})
