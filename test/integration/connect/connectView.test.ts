import type { SourceRow } from '../../../src/connect/BillingSource.ts'
import { syncSourceTask } from '../../../src/jobs/connect/syncSourceTask.ts'
import { type AttentionHost, bootAttentionHost } from '../../helpers/attentionHost.ts'

let host: AttentionHost
const sync = (given: object = {}) =>
  syncSourceTask({ source: 'memory', whole: true, ...given }, { payload: host.payload })
const source = async () => (await host.as('readonly', '/api/connect/sources')).body.docs[0]
const parked = async (query = '') => (await host.as('readonly', `/api/connect/parked?${query}`)).body.docs as any[]
const spoil = (id: string) =>
  host.billing.rows.set(id, { ...(host.billing.rows.get(id) as SourceRow), currency: 'zzz' })

beforeAll(async () => {
  host = await bootAttentionHost()
})
afterAll(() => host.close())

describe('what staff see of the billing sources', () => {
  it('before the first read: nothing is shown, nothing went wrong', async () => {
    expect(await source()).toEqual({
      key: 'memory',
      label: 'Books in memory',
      posting: 'exactly-once',
      asOf: null,
      last: null,
      running: null,
      parked: 0,
    })
  })

  it('how fresh a source is, and how its last run ended', async () => {
    await sync()
    const read = await source()
    expect(read).toMatchObject({ last: { status: 'succeeded', error: null }, running: null, parked: 0 })
    expect(Math.abs(Date.parse(read.asOf) - Date.now())).toBeLessThan(60_000)
    const up = await host.billing.world.interrupt?.()
    await sync()
    await up?.()
    const failed = await source()
    // What was read before is still what is shown.
    expect(failed).toMatchObject({
      asOf: read.asOf,
      last: { status: 'failed', error: 'The books are closed just now.' },
    })
  })

  it('how far a run is, of how much', async () => {
    await host.query(
      `insert into payer_portal_sync_runs (source, status, mode, phase, counts) values ('memory', 'running', 'full', 'reading', '{"read": 17}')`,
    )
    expect((await source()).running).toMatchObject({ phase: 'reading', read: 17, expected: 45 })
    await sync()
    expect(await source()).toMatchObject({ running: null, last: { status: 'succeeded' } })
  })

  it('Y-03 a stopped run says what it would have done; run anyway does it', async () => {
    const kept = [...host.billing.rows]
    for (const [id] of kept.slice(0, 30)) host.billing.rows.delete(id)
    await sync()
    expect((await source()).last).toMatchObject({
      status: 'stopped',
      error: expect.stringMatching(/\d+ of \d+ open invoices/),
    })
    expect(await host.query(`select 1 from invoices where status = 'void'`)).toEqual([])
    const answer = await host.as('manager', '/api/connect/sync', {
      method: 'POST',
      body: { source: 'memory', full: true },
    })
    expect(answer.status).toBe(202)
    await host.jobs()
    expect((await source()).last.status).toBe('succeeded')
    expect(await host.query(`select 1 from invoices where status = 'void'`)).toHaveLength(30)
    for (const [id, row] of kept) host.billing.rows.set(id, row)
    await sync()
  })

  it('Y-06 rows that were set aside are searched and filtered, and all read again at once', async () => {
    spoil('id-3')
    spoil('id-33')
    await sync()
    expect((await source()).parked).toBe(2)
    expect((await parked()).map(({ externalId }) => externalId).sort()).toEqual(['id-3', 'id-33'])
    expect((await parked('q=ID-33')).map(({ externalId }) => externalId)).toEqual(['id-33'])
    expect(await parked('q=%25')).toEqual([])
    expect((await parked('q=currency&source=memory')).length).toBe(2)
    expect(await parked('source=elsewhere')).toEqual([])

    const retry = (role: 'manager' | 'collector', given: object) =>
      host.as(role, '/api/connect/parked/retry', { method: 'POST', body: given })
    expect((await retry('collector', { source: 'memory' })).status).toBe(403)
    expect((await retry('manager', {})).body.errors[0].data.code).toBe('bad_request')
    expect((await retry('manager', { source: 'elsewhere' })).body.errors[0].data.code).toBe('source_not_found')
    for (const id of ['id-3', 'id-33'])
      host.billing.rows.set(id, { ...(host.billing.rows.get(id) as SourceRow), currency: 'usd' })
    expect(await retry('manager', { source: 'memory' })).toMatchObject({ status: 202, body: { rows: 2 } })
    expect((await parked()).map(({ state }) => state)).toEqual(['retrying', 'retrying'])
    await host.jobs()
    expect(await parked()).toEqual([])
    expect(await parked('state=resolved')).toHaveLength(2)
    // Nothing to read again is nothing to do.
    expect(await retry('manager', { source: 'memory' })).toMatchObject({ status: 202, body: { rows: 0 } })
  })
})
