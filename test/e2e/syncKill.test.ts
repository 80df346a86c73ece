import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { programArgs } from '../../demo/infra/programArgs.ts'
import { poolOf } from '../../src/base/database.ts'
import { sqlSource } from '../../src/connect/sources/sql/sqlSource.ts'
import type { SyncRun } from '../../src/connect/sync/syncRuns.ts'
import { syncSource } from '../../src/connect/sync/syncSource.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'
import { createLedgerDatabase, LEDGER_MAPPING, type LedgerDatabase } from '../helpers/ledgerDatabase.ts'

const BILLS = 12_000

describe('a sync whose process is killed', () => {
  let host: Host
  let ledger: LedgerDatabase
  const source = () => sqlSource({ ...LEDGER_MAPPING, connection: ledger.url })
  let ours: ReturnType<typeof source>

  const portal = async (text: string) => (await poolOf(host.payload).query(text)).rows

  /** Starts a sync in a process of its own, and kills it with -9 when it says this. */
  async function killAt(line: RegExp, env: Record<string, string> = {}): Promise<void> {
    const child: ChildProcess = spawn(process.execPath, programArgs('test/e2e/syncKill/child.ts'), {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, DATABASE_URL: host.databaseUrl, LEDGER_URL: ledger.url, ...env },
    })
    const ended = once(child, 'exit')
    const heard: string[] = []
    for await (const said of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
      heard.push(said)
      if (line.test(said)) break
    }
    expect(heard.at(-1)).toMatch(line)
    child.kill('SIGKILL')
    expect((await ended)[1]).toBe('SIGKILL')
  }

  /** The lock goes as soon as Postgres sees that nobody is there any more. */
  async function syncNext(): Promise<SyncRun> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await syncSource({ payload: host.payload, source: 'ledger' })
      } catch (error) {
        if (tries > 100) throw error
        await delay(100)
      }
    }
  }

  const mirrorIsRight = async () => {
    const [mirror] = await portal(
      `select count(*)::int as bills, sum(balance)::bigint::text as open, count(*) filter (where status = 'void')::int as void, count(distinct external_id)::int as ids from invoices`,
    )
    const [books] = await ledger.query(
      `select count(*)::int as bills, (sum(open) * 100)::bigint::text as open from bills`,
    )
    expect(mirror).toEqual({ ...books, void: 0, ids: BILLS })
  }

  beforeAll(async () => {
    ledger = await createLedgerDatabase()
    ours = source()
    host = await bootHost({ portal: { sources: [ours] } })
    await ledger.query(
      `insert into bills (id, no, client, client_name, open) select n::text, 'N-' || n, 'C-' || n % 50, 'Client', n from generate_series(1, ${BILLS}) n`,
    )
  })
  afterAll(async () => {
    await ours.close()
    await host.close()
    await ledger.close()
  })

  it('Y-01 Y-03 in the middle of the first read: nothing is mirrored, and the next one loads everything', async () => {
    await killAt(/^held$/, { HOLD_AFTER: '2' })
    expect(await portal('select count(*)::int as n from invoices')).toEqual([{ n: 0 }])
    expect(await syncNext()).toMatchObject({ status: 'succeeded', counts: { read: BILLS, inserted: BILLS } })
    expect(await portal('select status, error from payer_portal_sync_runs order by id')).toEqual([
      { status: 'failed', error: 'The server ended during this run.' },
      { status: 'succeeded', error: null },
    ])
    await mirrorIsRight()
  }, 180_000)

  it('Y-01 Y-03 in the middle of a later read: the mirror stays as it was, nothing vanishes', async () => {
    await ledger.query('update bills set open = open + 1')
    const before = await portal('select md5(string_agg(i::text, null order by id)) as hash from invoices i')
    await killAt(/^held$/, { HOLD_AFTER: '1' })
    expect(await portal('select md5(string_agg(i::text, null order by id)) as hash from invoices i')).toEqual(before)
    expect(await syncNext()).toMatchObject({ status: 'succeeded', counts: { updated: BILLS, vanished: 0 } })
    await mirrorIsRight()
  }, 180_000)

  it('Y-01 Y-04 in the middle of the merge: all of it or nothing, and the next one begins anew', async () => {
    await ledger.query('update bills set open = open + 1')
    const payment = new pg.Client({ connectionString: host.databaseUrl })
    await payment.connect()
    await payment.query('begin')
    await payment.query(`update invoices set pending = 5 where external_id = '6000'`)
    await killAt(/: writing, \d+ rows read$/)
    await payment.query('commit')
    await payment.end()
    expect(await syncNext()).toMatchObject({ status: 'succeeded', counts: { updated: BILLS } })
    await mirrorIsRight()
    expect(await portal(`select external_id as id, pending::int from invoices where pending <> 0`)).toEqual([
      { id: '6000', pending: 5 },
    ])
  }, 180_000)
})
