import { setTimeout as delay } from 'node:timers/promises'
import { poolOf } from '../../../src/base/database.ts'
import type { BillingSource } from '../../../src/connect/BillingSource.ts'
import type { SyncProgress } from '../../../src/connect/sync/syncProgress.ts'
import { syncSource } from '../../../src/connect/sync/syncSource.ts'
import { bootHost, type Host } from '../../helpers/host/bootHost.ts'
import { memoryBooks } from '../../helpers/memoryBooks.ts'
import { syncRow } from '../../helpers/syncRow.ts'

const BATCH = 1000

describe('Y-07 a sync of many invoices', () => {
  let host: Host
  let rows = 0
  let pause = 0

  /** Makes its rows as they are read: what memory holds is what the sync holds. */
  const source: BillingSource = {
    ...memoryBooks('many'),
    read: () =>
      Promise.resolve({
        startedAt: new Date(),
        invoices: (async function* () {
          for (let at = 0; at < rows; at += BATCH) {
            if (pause) await delay(pause)
            yield Array.from({ length: Math.min(BATCH, rows - at) }, (_, more) => syncRow(at + more))
          }
        })(),
        close: () => Promise.resolve(),
      }),
  }

  beforeAll(async () => {
    host = await bootHost({ portal: { sources: [source] } })
  })
  afterAll(() => host.close())

  async function largestHeap(count: number): Promise<number> {
    rows = count
    await poolOf(host.payload).query('truncate invoices, invoices_matters cascade')
    let largest = 0
    const watch = setInterval(() => {
      largest = Math.max(largest, process.memoryUsage().rss)
    }, 20)
    expect(await syncSource({ payload: host.payload, source: 'many' })).toMatchObject({ counts: { inserted: count } })
    clearInterval(watch)
    return largest / 1024 / 1024
  }

  it('Y-07 takes no more memory for ten times the rows', async () => {
    await largestHeap(5000)
    const small = await largestHeap(15_000)
    const large = await largestHeap(150_000)
    // Kept, the rows of the second would take more than 200 MB.
    expect(large).toBeLessThan(small + 120)
  }, 180_000)

  it('S-16 Postgres knows at once how many invoices a first load has brought, and how they are spread', async () => {
    const known = async () =>
      (
        await poolOf(host.payload).query(
          `select (select reltuples::int from pg_class where oid = 'invoices'::regclass) as rows, (select count(*)::int from pg_stats where tablename = 'invoices' and attname = 'number') as spread`,
        )
      ).rows[0]
    rows = 12_000
    await poolOf(host.payload).query('truncate invoices, invoices_matters cascade')
    // As in a new database, whoever has looked at it before.
    await poolOf(host.payload).query('analyze invoices')
    const { rows: before } = await poolOf(host.payload).query(`select count(*)::int as n from invoices`)
    expect(before).toEqual([{ n: 0 }])
    await syncSource({ payload: host.payload, source: 'many' })
    expect(await known()).toEqual({ rows: 12_000, spread: 1 })
  })

  it('says how far it is, in its row and to whoever asks, about once a second', async () => {
    rows = 40_000
    pause = 60
    await poolOf(host.payload).query('truncate invoices, invoices_matters cascade')
    const told: SyncProgress[] = []
    const seen = new Set<string>()
    let isDone = false
    const watching = (async () => {
      while (!isDone) {
        const { rows: runs } = await poolOf(host.payload).query(
          `select phase, counts ->> 'read' as read, progress_at is not null as timed from payer_portal_sync_runs where status = 'running'`,
        )
        for (const { phase, read, timed } of runs) if (read && timed) seen.add(`${phase} ${read}`)
        await delay(50)
      }
    })()
    await syncSource({ payload: host.payload, source: 'many', onProgress: (progress) => told.push(progress) })
    isDone = true
    await watching
    pause = 0
    const reading = told.filter(({ phase }) => phase === 'reading')
    expect(reading.length).toBeGreaterThan(1)
    expect(reading.length).toBeLessThan(30)
    expect(told.map(({ read }) => read)).toEqual(told.map(({ read }) => read).toSorted((a, b) => a - b))
    expect(told.at(-1)).toEqual({ phase: 'writing', read: 40_000 })
    for (const { read } of reading.slice(1, 2)) expect([...seen]).toContain(`reading ${read}`)
    const { rows: last } = await poolOf(host.payload).query(
      'select phase, status from payer_portal_sync_runs order by id desc limit 1',
    )
    expect(last).toEqual([{ phase: null, status: 'succeeded' }])
  })
})
