import { poolOf } from '../../../src/base/database.ts'
import type { BillingSource } from '../../../src/connect/BillingSource.ts'
import { sqlSource } from '../../../src/connect/sources/sql/sqlSource.ts'
import { syncSource } from '../../../src/connect/sync/syncSource.ts'
import { migrateJobs } from '../../../src/jobs/migrateJobs.ts'
import { bootHost, type Host } from '../../helpers/host/bootHost.ts'
import { createLedgerDatabase, LEDGER_MAPPING, type LedgerDatabase } from '../../helpers/ledgerDatabase.ts'
import { loginStaff } from '../../helpers/loginStaff.ts'
import { runJobs } from '../../helpers/mailJobs.ts'

describe('Y-06 rows that were set aside', () => {
  let host: Host
  let ledger: LedgerDatabase
  let source: BillingSource
  let headers: Record<string, string>

  const portal = async <Row = Record<string, any>>(text: string): Promise<Row[]> =>
    (await poolOf(host.payload).query(text)).rows as Row[]
  const sync = (key = 'ledger') => syncSource({ payload: host.payload, source: key })
  const list = async (query = '') => (await host.call(`/api/connect/parked${query}`, { headers })).body
  const retry = (id: unknown) =>
    host.call(`/api/connect/parked/${id}/retry`, {
      method: 'POST',
      headers: { ...headers, 'sec-fetch-site': 'same-origin' },
    })

  beforeAll(async () => {
    ledger = await createLedgerDatabase()
    source = sqlSource({ ...LEDGER_MAPPING, connection: ledger.url })
    const { readInvoices: _, ...onlyWhole } = { ...source, key: 'whole' }
    host = await bootHost({ portal: { sources: [source, onlyWhole] } })
    await migrateJobs(host.payload)
    headers = await loginStaff(host)
  })
  afterAll(async () => {
    await source.close()
    await host.close()
    await ledger.close()
  })
  beforeEach(async () => {
    await portal(
      'truncate invoices, payer_portal_sync_runs, payer_portal_sync_cursors, payer_portal_parked_rows restart identity cascade',
    )
    await portal('delete from graphile_worker._private_jobs')
    await ledger.query('truncate bills cascade')
    await ledger.query(
      `insert into bills (id, no, client, memo) select 'b' || n, 'N-' || n, 'C-1', 'between the firm and its client' from generate_series(1, 10) n`,
    )
    await ledger.query(`update bills set open = 'NaN' where id in ('b2', 'b3')`)
  })

  it('Y-06 are one entry each, with reason, values, first and last time, however often they are read', async () => {
    await sync()
    const [first] = (await list()).docs
    expect(first).toMatchObject({
      source: 'ledger',
      externalId: 'b3',
      place: null,
      reason: expect.stringContaining('balance: not a decimal amount: NaN'),
      row: { externalId: 'b3', number: 'N-3', clientNumber: 'C-1', balance: 'NaN' },
      state: 'parked',
      resolvedAt: null,
      runId: 1,
    })
    expect(JSON.stringify(first)).not.toContain('between the firm')
    await ledger.query(`update bills set ccy = 'zzz' where id = 'b3'`)
    await sync()
    const { docs, hasNextPage } = await list('?source=ledger&limit=10')
    expect([docs.length, hasNextPage]).toEqual([2, false])
    expect(docs[0]).toMatchObject({
      id: first.id,
      reason: 'currency is unknown: zzz',
      runId: 2,
      firstSeenAt: first.firstSeenAt,
    })
    expect(Date.parse(docs[0].lastSeenAt)).toBeGreaterThan(Date.parse(first.lastSeenAt))
    expect((await list('?source=other')).docs).toEqual([])
  })

  it('Y-06 are resolved by the read that has them good, or gone, and begin anew when they turn bad again', async () => {
    await sync()
    await ledger.query(`update bills set open = 1 where id = 'b2'; delete from bills where id = 'b3'`)
    await sync()
    expect((await list()).docs).toEqual([])
    expect((await list('?state=resolved')).docs.map((row: { externalId: string }) => row.externalId)).toEqual([
      'b3',
      'b2',
    ])
    await portal(`update payer_portal_parked_rows set first_seen_at = now() - interval '9 days'`)
    await ledger.query(`update bills set open = 'NaN' where id = 'b2'`)
    await sync()
    const { docs } = await list()
    expect(docs).toMatchObject([{ externalId: 'b2', state: 'parked', resolvedAt: null }])
    expect(Date.now() - Date.parse(docs[0].firstSeenAt)).toBeLessThan(60_000)
  })

  it('Y-06 a run that does not merge resolves none', async () => {
    await sync()
    await ledger.query(`update bills set open = 1; delete from bills where id not in ('b1', 'b2')`)
    expect(await sync()).toMatchObject({ status: 'stopped' })
    expect((await list()).docs).toHaveLength(2)
  })

  it('Y-06 staff have one read again: alone where the source can be asked for it', async () => {
    await sync()
    await ledger.query(`update bills set open = 5 where id in ('b2', 'b3', 'b4')`)
    const { docs } = await list()
    const { id } = docs.find((row: { externalId: string }) => row.externalId === 'b2')
    expect(await retry(id)).toMatchObject({ status: 202, body: { row: id } })
    expect((await list('?state=retrying')).docs).toMatchObject([{ externalId: 'b2' }])
    await runJobs(host.payload)
    expect((await list('?state=resolved')).docs).toMatchObject([{ externalId: 'b2' }])
    expect(await portal(`select external_id as id, balance::int from invoices where balance = 500`)).toEqual([
      { id: 'b2', balance: 500 },
    ])
    expect((await list()).docs).toMatchObject([{ externalId: 'b3', state: 'parked' }])
    expect(await portal('select mode, cause from payer_portal_sync_runs order by id desc limit 1')).toEqual([
      { mode: 'rows', cause: 'retry' },
    ])
    expect((await retry(id)).body.errors[0].data.code).toBe('parked_row_not_found')
  })

  it('Y-06 one that is still bad is set aside again; where only everything can be read, everything is', async () => {
    await sync('whole')
    const [row] = (await list()).docs
    await retry(row.id)
    await runJobs(host.payload)
    expect((await list()).docs[0]).toMatchObject({ id: row.id, state: 'parked', runId: 2 })
    expect(await portal('select mode, cause from payer_portal_sync_runs order by id desc limit 1')).toEqual([
      { mode: 'full', cause: 'retry' },
    ])
  })

  it('are told of to staff alone, and bad calls are told so', async () => {
    expect((await host.call('/api/connect/parked')).status).toBe(401)
    expect((await host.call('/api/connect/parked/1/retry', { method: 'POST' })).status).toBe(401)
    expect((await host.call('/api/connect/parked?state=lost', { headers })).status).toBe(400)
    for (const id of ['0', '1e9', 'abc']) expect((await retry(id)).status).toBe(404)
  })

  it('Y-06 of many more than are recorded, none is taken for resolved', async () => {
    await ledger.query(
      `insert into bills (id, no, client, open) select 'x' || n, 'X', 'C', 'NaN' from generate_series(1, 1500) n`,
    )
    await sync()
    await sync()
    expect(
      await portal(`select count(*)::int as n, count(resolved_at)::int as resolved from payer_portal_parked_rows`),
    ).toEqual([{ n: expect.any(Number), resolved: 0 }])
    expect(
      (await portal(`select counts ->> 'rejected' as n from payer_portal_sync_runs order by id desc limit 1`))[0],
    ).toEqual({ n: '1502' })
  })
})
