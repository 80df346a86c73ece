import pg from 'pg'
import { poolOf } from '../../../src/base/database.ts'
import type { BillingSource, SourceReadOptions } from '../../../src/connect/BillingSource.ts'
import { testBillingSource } from '../../../src/connect/contract/testBillingSource.ts'
import type { SqlChanges } from '../../../src/connect/sources/sql/SqlSourceOptions.ts'
import { sqlSource } from '../../../src/connect/sources/sql/sqlSource.ts'
import { syncSource } from '../../../src/connect/sync/syncSource.ts'
import { BY_NUMBER, BY_TIME, BY_TRANSACTION, createChangingLedger } from '../../helpers/changingLedger.ts'
import { bootHost, type Host } from '../../helpers/host/bootHost.ts'
import { LEDGER_MAPPING, type LedgerDatabase } from '../../helpers/ledgerDatabase.ts'

const BILLS = `insert into bills (id, no, client, client_name, matter, matter_text, billed, due)
  select 'b' || n, 'N-' || n, 'C-' || n % 3, 'Client ' || n % 3, 'M-' || n, 'Matter ' || n, date '2026-01-01' + n % 300, to_char(date '2026-02-01' + n % 300, 'YYYY-MM-DD') from generate_series(1, $1::int) n`

let ledger: LedgerDatabase

beforeAll(async () => {
  ledger = await createChangingLedger()
})
afterAll(() => ledger.close())
beforeEach(() => ledger.query('truncate bills, receipts, receipt_lines, clients, gone'))

/** Another connection on which a transaction can stay open. */
async function openTransaction(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: ledger.url })
  await client.connect()
  await client.query('begin')
  return client
}

async function changeLate(id: string): Promise<() => Promise<void>> {
  const client = await openTransaction()
  await client.query('update bills set open = open + 1 where id = $1', [id])
  return async () => {
    await client.query('commit')
    await client.end()
  }
}

const mapped = (changes: SqlChanges) => sqlSource({ ...LEDGER_MAPPING, connection: ledger.url, changes })

describe('Y-02 sqlSource() tells what changed', () => {
  const findingsOf = async (changes: SqlChanges) => {
    await ledger.query(BILLS, [60])
    const source = mapped(changes)
    const findings = await testBillingSource(source, {
      invoices: async () => ledger.query<{ externalId: string }>('select id as "externalId" from bills'),
      remove: async (ids) => void (await ledger.query('delete from bills where id = any($1)', [ids])),
      change: async (id) => void (await ledger.query('update bills set open = open + 1 where id = $1', [id])),
      changeLate,
    })
    await source.close()
    return findings.filter(({ check }) =>
      ['mapping-fits', 'changes-told', 'late-commits-told', 'deletes-told'].includes(check),
    )
  }
  const allPassed = ['mapping-fits', 'changes-told', 'late-commits-told', 'deletes-told'].map((check) => ({
    check,
    outcome: 'passed',
    message: '',
  }))

  it.each([
    ['by the time of the change', BY_TIME],
    ['by time, with no overlap but with the open transactions in sight', { ...BY_TIME, overlap: 0 }],
    ['by number', BY_NUMBER],
  ])('Y-02 %s, late commits and deletions too', async (_what, changes) => {
    expect(await findingsOf(changes)).toEqual(allPassed)
  })

  it('Y-02 by the number of the transaction, without reading anything twice', async () => {
    const told = await findingsOf(BY_TRANSACTION)
    expect(told.map(({ outcome }) => outcome)).toEqual(['passed', 'passed', 'passed', 'not_run'])
  })

  it('Y-02 an overlap that is too short for the transactions is found by the contract', async () => {
    const told = await findingsOf({ ...BY_NUMBER, overlap: 0 })
    expect(told.filter(({ outcome }) => outcome === 'failed').map(({ check }) => check)).toEqual(['late-commits-told'])
  })

  it('reads only what changed, and everything again for another mapping', async () => {
    await ledger.query(BILLS, [20])
    const source = mapped({ ...BY_TRANSACTION })
    const read = async (from: BillingSource, options: SourceReadOptions) => {
      const snapshot = await from.read(options)
      const rows: (string | null)[] = []
      for await (const batch of snapshot.invoices) rows.push(...batch.map((row) => row.externalId))
      await snapshot.close()
      return { ids: rows.sort(), cursor: snapshot.cursor ?? '', isPartial: snapshot.isPartial ?? false }
    }
    // While another transaction of the server holds the number back a read is told again, and then no more.
    const settled = async ({ cursor }: { cursor: string }) => {
      let last = await read(source, { since: cursor })
      for (const until = Date.now() + 30_000; last.ids.length > 0 && Date.now() < until; )
        last = await read(source, { since: last.cursor })
      expect(last.ids).toEqual([])
      return last
    }
    const first = await settled(await read(source, {}))
    await ledger.query(`update bills set open = 3 where id in ('b3', 'b4')`)
    const second = await read(source, { since: first.cursor, also: ['b4', 'b9', 'nobody'] })
    expect(second).toMatchObject({ ids: ['b3', 'b4', 'b9'], isPartial: true })
    await settled(second)
    const other = sqlSource({
      ...LEDGER_MAPPING,
      connection: ledger.url,
      invoices: LEDGER_MAPPING.invoices.replace('b.memo', 'upper(b.memo)'),
      changes: BY_TRANSACTION,
    })
    expect(await read(other, { since: second.cursor })).toMatchObject({ isPartial: false, ids: { length: 20 } })
    await Promise.all([source.close(), other.close()])
  })

  it.each<[string, Partial<SqlChanges>, string]>([
    ['a mark that is none', { mark: `select 'soon' as "mark"` }, '`changes.mark` must give one row'],
    ['no mark', { mark: 'select current_timestamp' }, 'mark'],
    [
      'changes without :since',
      { invoices: 'select id as "externalId" from bills' },
      '`changes.invoices` has no :since',
    ],
    [
      'changes without an id',
      { invoices: 'select no from bills where changed >= :since' },
      '`changes.invoices` has no column "externalId"',
    ],
    [
      'deletions that do not run',
      { deleted: 'select id from nowhere where at > :since' },
      '`changes.deleted` does not run',
    ],
  ])('says at boot what does not fit: %s', async (_what, given, message) => {
    const source = mapped({ ...BY_TIME, ...given })
    await expect(source.check?.()).rejects.toThrow(message)
    await source.close()
  })
})

describe('the sync of a source that tells what changed', () => {
  let host: Host
  let source: BillingSource
  /** A source that gives changes alone, whatever else is asked for. */
  let isDeaf = false
  let reads: (SourceReadOptions & { rows: number })[] = []

  const portal = async <Row = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<Row[]> =>
    (await poolOf(host.payload).query(text, values)).rows as Row[]
  const sync = (options: Partial<Parameters<typeof syncSource>[0]> = {}) =>
    syncSource({ payload: host.payload, source: 'ledger', ...options })

  beforeAll(async () => {
    source = mapped({ ...BY_TIME, overlap: 0 })
    const counted: BillingSource = {
      ...source,
      read: async (options) => {
        const snapshot = await source.read(isDeaf ? { ...options, also: [] } : options)
        const read = { ...options, rows: 0 }
        reads.push(read)
        const invoices = (async function* () {
          for await (const batch of snapshot.invoices) {
            read.rows += batch.length
            yield batch
          }
        })()
        return { ...snapshot, invoices }
      },
    }
    host = await bootHost({ portal: { sources: [counted] } })
  })
  afterAll(async () => {
    await source.close()
    await host.close()
  })
  beforeEach(async () => {
    reads = []
    await portal(
      'truncate invoices, invoices_matters, payer_portal_sync_runs, payer_portal_parked_rows, payer_portal_sync_cursors, transactions, payer_portal_postings restart identity cascade',
    )
    await ledger.query(BILLS, [50])
  })

  it('Y-02 reads all once, then what changed, by the same way into the mirror', async () => {
    expect(await sync()).toMatchObject({ mode: 'full', counts: { read: 50, inserted: 50 } })
    await ledger.query(
      `update bills set open = 7, matters = '[{"matterNumber":"A"},{"matterNumber":"B"}]' where id = 'b7'`,
    )
    await ledger.query(`insert into bills (id, no, client, client_name) values ('new', 'N', 'C-1', 'One')`)
    await ledger.query(`delete from bills where id = 'b9'`)
    expect(await sync()).toMatchObject({
      status: 'succeeded',
      mode: 'changes',
      counts: { read: 2, inserted: 1, updated: 1, vanished: 1, unchanged: 0 },
    })
    expect(reads[1]?.rows).toBe(2)
    expect(
      await portal(
        `select external_id as id, status::text, balance::int from invoices where external_id in ('b7', 'b9', 'new') order by 1`,
      ),
    ).toEqual([
      { id: 'b7', status: 'open', balance: 700 },
      { id: 'b9', status: 'void', balance: 10_000 },
      { id: 'new', status: 'open', balance: 10_000 },
    ])
    const matters = `select m.matter_number as no from invoices_matters m join invoices i on i.id = m._parent_id and i.external_id = 'b7' order by _order`
    expect(await portal(matters)).toEqual([{ no: 'A' }, { no: 'B' }])
    expect(await sync()).toMatchObject({ mode: 'changes', counts: { inserted: 0, updated: 0, vanished: 0 } })
  })

  it('Y-02 a change that was begun before a sync and committed after two of them reaches the mirror', async () => {
    await sync()
    const commit = await changeLate('b5')
    await ledger.query(`update bills set open = 6 where id = 'b6'`)
    expect(await sync()).toMatchObject({ mode: 'changes' })
    expect(await sync()).toMatchObject({ mode: 'changes' })
    await commit()
    expect(await sync()).toMatchObject({ mode: 'changes', counts: { updated: 1 } })
    expect(await portal(`select balance::int from invoices where external_id = 'b5'`)).toEqual([{ balance: 10_100 }])
  })

  it('Y-03 reads everything again when the last time is a day ago, and finds what no change told of', async () => {
    await sync()
    await ledger.query(
      `alter table bills disable trigger all; update bills set open = 1 where id = 'b1'; delete from bills where id = 'b2'; alter table bills enable trigger all`,
    )
    expect(await sync()).toMatchObject({ mode: 'changes', counts: { updated: 0, vanished: 0 } })
    await portal(`update payer_portal_sync_cursors set full_at = full_at - interval '25 hours'`)
    expect(await sync()).toMatchObject({ mode: 'full', counts: { read: 49, updated: 1, vanished: 1 } })
    expect(await sync({ whole: true })).toMatchObject({ mode: 'full', counts: { unchanged: 49 } })
    expect(await sync()).toMatchObject({ mode: 'changes' })
  })

  it('Y-03 stops at a flood of deletions, does not move on, and merges it when staff say that it is right', async () => {
    await sync()
    await ledger.query(`delete from bills where id <> 'b50'`)
    const before = await portal('select cursor from payer_portal_sync_cursors')
    expect(await sync()).toMatchObject({
      status: 'stopped',
      mode: 'changes',
      error: expect.stringContaining('49 of 50'),
    })
    expect(await portal('select cursor from payer_portal_sync_cursors')).toEqual(before)
    expect(await sync({ full: true })).toMatchObject({ status: 'succeeded', mode: 'full', counts: { vanished: 49 } })
  })

  it('Y-06 what was set aside is read again with every read of changes, and is resolved when it is right', async () => {
    await sync()
    await ledger.query(`update bills set open = 'NaN' where id = 'b3'`)
    expect(await sync()).toMatchObject({ mode: 'changes', counts: { rejected: 1 } })
    const parked = () => portal('select external_id as id, reason, state from payer_portal_parked_rows')
    expect(await parked()).toEqual([{ id: 'b3', reason: expect.stringContaining('NaN'), state: 'parked' }])
    await ledger.query(
      `alter table bills disable trigger all; update bills set open = 5 where id = 'b3'; alter table bills enable trigger all`,
    )
    expect(await sync()).toMatchObject({ mode: 'changes', counts: { rejected: 0, updated: 1 } })
    expect(await parked()).toMatchObject([{ id: 'b3', state: 'resolved' }])
  })

  it('Y-02 the invoice of a posting comes with its balance, changed or not, and only with it stops the money being pending', async () => {
    await sync()
    const [payer] = await portal<{ id: number }>(
      `insert into payers (email, last_name) values ('read-back@example.test', 'B') returning id`,
    )
    const [made] = await portal<{ id: number }>(
      `insert into transactions (reference, kind, status, payer_id, channel, amount, currency, account) values ('PP-77', 'payment', 'succeeded', $1, 'portal', 4000, 'usd', 'operating-ny') returning id`,
      [payer?.id],
    )
    await portal(
      `with i as (update invoices set pending = 4000 where external_id = 'b1' returning id, number) insert into transactions_allocations (_order, _parent_id, id, invoice_id, invoice_number, amount, pending) select 1, $1::int, 'a77', id, number, 4000, 4000 from i`,
      [made?.id],
    )
    await portal(
      `insert into payer_portal_postings (transaction_id, source, reference, status, posted_at) values ($1, 'ledger', 'PP-77', 'posted', now())`,
      [made?.id],
    )
    // The firm's payment tells of no change of the bill: a mapping that forgets payments.
    await ledger.query(`alter table bills disable trigger mark_bill; insert into receipts (ref, kind, amt) values ('PP-77', 'payment', 40);
      insert into receipt_lines select id, 1, 'b1', 40 from receipts where ref = 'PP-77'; alter table bills enable trigger mark_bill`)
    const state = async () =>
      (await portal(`select balance::int, pending::int from invoices where external_id = 'b1'`))[0]
    isDeaf = true
    expect(await sync()).toMatchObject({ mode: 'changes', counts: { readBack: 0 } })
    expect(await state()).toEqual({ balance: 10_000, pending: 4000 })
    isDeaf = false
    expect(await sync()).toMatchObject({ mode: 'changes', counts: { readBack: 1, updated: 1 } })
    expect(await state()).toEqual({ balance: 6000, pending: 0 })
  })

  it('reads single invoices when they are named, and voids the ones that are gone', async () => {
    await sync()
    await ledger.query(
      `alter table bills disable trigger all; update bills set open = 9 where id in ('b1', 'b2'); delete from bills where id = 'b3'; alter table bills enable trigger all`,
    )
    const [before] = await portal('select cursor, full_at from payer_portal_sync_cursors')
    expect(await sync({ ids: ['b1', 'b3', 'unheard-of'], cause: 'notify' })).toMatchObject({
      mode: 'rows',
      status: 'succeeded',
      counts: { read: 1, updated: 1, vanished: 1 },
    })
    expect(reads).toHaveLength(1)
    expect(await portal('select cursor, full_at from payer_portal_sync_cursors')).toEqual([before])
    expect(await portal(`select balance::int from invoices where external_id = 'b2'`)).toEqual([{ balance: 10_000 }])
    expect(await portal(`select mode, cause from payer_portal_sync_runs order by id`)).toEqual([
      { mode: 'full', cause: 'schedule' },
      { mode: 'rows', cause: 'notify' },
    ])
  })
})
