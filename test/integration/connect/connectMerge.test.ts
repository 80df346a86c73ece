import { setTimeout as delay } from 'node:timers/promises'
import type { PoolClient } from 'pg'
import { poolOf } from '../../../src/base/database.ts'
import type { BillingSource, SourceRow, SourceSnapshot } from '../../../src/connect/BillingSource.ts'
import { mergeStaging } from '../../../src/connect/sync/mergeStaging.ts'
import { DROP_STAGING, stageRows } from '../../../src/connect/sync/stageRows.ts'
import { syncSource } from '../../../src/connect/sync/syncSource.ts'
import { bootHost, type Host } from '../../helpers/host/bootHost.ts'
import { memoryBooks } from '../../helpers/memoryBooks.ts'
import { syncRow } from '../../helpers/syncRow.ts'

/** Of two matters each, which are rows of their own. */
const rowOf = (at: number): SourceRow => ({
  ...syncRow(at),
  matters: [1, 2].map((more) => ({ matterNumber: `M-${more}-${at % 17}`, matterDescription: null })),
})
const rowsOf = (count: number) => Array.from({ length: count }, (_, at) => rowOf(at))

type Plan = {
  'Node Type': string
  'Relation Name'?: string
  'Plan Rows': number
  Plans?: Plan[]
}
type Planned = { statement: string; plan: Plan }

const BELIEVED = `select reltuples as rows, relpages > 100 as has_pages from pg_class where oid = 'invoices'::regclass`
const CHANGES = 'payer_portal_changes'
const BIG = new Set(['invoices', 'invoices_matters', CHANGES, 'payer_portal_staging'])
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]
const scansOf = (plan: Plan) =>
  nodesOf(plan).filter((node) => node['Node Type'] === 'Seq Scan' && BIG.has(node['Relation Name'] ?? ''))

/** What goes through one of the tables once for each row of another. */
const roundsOf = ({ statement, plan }: Planned): string[] =>
  nodesOf(plan)
    .filter((node) => node['Node Type'] === 'Nested Loop')
    .flatMap(({ Plans: [, inner] = [] }) => (inner ? scansOf(inner) : []))
    .map((scan) => `${scan['Relation Name']} for each row: ${statement}`)

describe('the merge of a sync', () => {
  let host: Host
  let rows: SourceRow[] = []
  let believed: unknown
  const source: BillingSource = {
    ...memoryBooks('many'),
    read: () => Promise.resolve(snapshotOf()),
  }
  function snapshotOf(): SourceSnapshot {
    return {
      startedAt: new Date(),
      // biome-ignore lint/suspicious/useAwait: an async iterable is what a snapshot has.
      invoices: (async function* () {
        yield rows
      })(),
      close: () => Promise.resolve(),
    }
  }
  const portal = async <Row = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<Row[]> =>
    (await poolOf(host.payload).query(text, values)).rows as Row[]

  beforeAll(async () => {
    host = await bootHost({ portal: { sources: [source] } })
  })
  afterAll(() => host.close())
  beforeEach(() => portal('truncate invoices, invoices_matters, payer_portal_sync_runs restart identity cascade'))

  /** Merges `rows` as a whole read, in a transaction of its own, and answers how each of its statements was planned. */
  async function plansOfMerge(analyzeMeanwhile: () => Promise<unknown>): Promise<Planned[]> {
    const client = await poolOf(host.payload).connect()
    const planned: Planned[] = []
    const watched = {
      query: async (text: string, values: unknown[] = []) => {
        if (/^\s*(create temp table \w+ on commit drop as|insert|update|delete|select|with)\b/.test(text)) {
          await analyzeMeanwhile()
          const { rows: told } = await client.query(`explain (format json) ${text}`, values)
          planned.push({ statement: text.trim(), plan: told[0]['QUERY PLAN'][0].Plan })
        }
        return client.query(text, values)
      },
    } as unknown as PoolClient
    try {
      const counts = await stageRows({ client, snapshot: snapshotOf() })
      await client.query('begin')
      await mergeStaging({
        ...counts,
        client: watched,
        source: 'many',
        run: 1,
        asOf: new Date(),
        began: new Date(),
        contained: null,
        mayBeOlder: false,
        maxVanishingShare: 1,
        mode: 'full',
        cursor: null,
      })
      await client.query('commit')
    } finally {
      await client.query('rollback')
      await client.query(DROP_STAGING)
      client.release()
    }
    return planned
  }

  /** As autovacuum does: what a transaction has written that is still open are no rows, though they have their pages. */
  async function analyzeElsewhere(): Promise<void> {
    await portal('analyze invoices, invoices_matters')
    believed = await portal(BELIEVED)
  }

  it('Y-07 never goes through one table for each row of another, whatever Postgres believes of their sizes meanwhile', async () => {
    rows = rowsOf(3000)
    const first = await plansOfMerge(analyzeElsewhere)
    // The statistics were as wrong as can be when the matters were joined.
    expect(believed).toEqual([{ rows: 0, has_pages: true }])
    const statements = first.map(({ statement }) => statement)
    expect(statements).toContainEqual(expect.stringMatching(/^insert into invoices_matters/))
    expect(first.flatMap(roundsOf)).toEqual([])
    // What will change is counted before it is joined.
    const inserts = first.filter(({ statement }) => /^insert into invoices(_matters)? /.test(statement))
    const changes = inserts.flatMap(({ plan }) => scansOf(plan)).filter((scan) => scan['Relation Name'] === CHANGES)
    expect(changes.map((scan) => scan['Plan Rows'])).toEqual([3000, 3000])
    // And when all of them change, in a table of which Postgres believes that it is empty.
    rows = rows.map((row) => ({ ...row, balance: '7.00', matters: row.matters.slice(0, 1) }))
    expect((await plansOfMerge(async () => undefined)).flatMap(roundsOf)).toEqual([])
    expect(await portal(`select count(*)::int as count from invoices where balance = 700`)).toEqual([{ count: 3000 }])
  }, 60_000)

  it('takes an invoice that something else has written first as it is then', async () => {
    rows = rowsOf(20)
    const other = await poolOf(host.payload).connect()
    try {
      await other.query('begin')
      await other.query(
        `insert into invoices (source, external_id, number, status, client_number, currency, balance, pending) values ('many', 'id-7', 'X', 'open', 'X', 'usd', 1, 0)`,
      )
      const syncing = syncSource({ payload: host.payload, source: 'many' })
      await untilBlocked()
      await other.query('commit')
      expect(await syncing).toMatchObject({ status: 'succeeded', counts: { read: 20 } })
    } finally {
      await other.query('rollback')
      other.release()
    }
    expect(await portal(`select number, balance::int as balance from invoices where external_id = 'id-7'`)).toEqual([
      { number: 'N-7', balance: 5000 },
    ])
    expect(await portal('select count(*)::int as count from invoices')).toEqual([{ count: 20 }])
  }, 30_000)

  /** Until the sync waits for what another transaction has written. */
  async function untilBlocked(): Promise<void> {
    const waits = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%insert into invoices %'`
    for (let tries = 0; (await portal(waits)).length === 0; tries += 1) {
      if (tries > 500) throw new Error('The sync did not come to wait.')
      await delay(20)
    }
  }
})
