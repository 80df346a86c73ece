import { ATTENTION_FEEDS, type FeedKind } from '../../src/attention/attentionFeeds.ts'
import { ATTENTION_KINDS } from '../../src/attention/attentionKinds.ts'
import { followAttention } from '../../src/attention/followAttention.ts'
import { raiseAttention } from '../../src/attention/raiseAttention.ts'
import { resolveAttention } from '../../src/attention/resolveAttention.ts'
import { poolOf } from '../../src/base/database.ts'
import type { SourceRow } from '../../src/connect/BillingSource.ts'
import { SourceError } from '../../src/connect/SourceError.ts'
import { followAttentionTask } from '../../src/jobs/attention/followAttentionTask.ts'
import { syncSourceTask } from '../../src/jobs/connect/syncSourceTask.ts'
import { MAIL_TRIES } from '../../src/mail/enqueueMail.ts'
import { type AttentionHost, bootAttentionHost } from '../helpers/attentionHost.ts'

let host: AttentionHost
const sync = (given: object = {}) =>
  syncSourceTask({ source: 'memory', whole: true, ...given }, { payload: host.payload })
const sweep = () => followAttentionTask({}, { payload: host.payload })

beforeAll(async () => {
  host = await bootAttentionHost()
  await sync()
})
afterAll(() => host.close())
beforeEach(async () => {
  host.refuse(null)
  await host.query(
    'truncate payer_portal_alerts, payer_portal_postings, payer_portal_mails, transactions, transactions_allocations restart identity cascade',
  )
  await host.query('update invoices set pending = 0, balance = 10005')
  await host.query('delete from graphile_worker._private_jobs')
})

type Feed = {
  /** Brings the cause about; answers what the item must say of it. */
  raise: () => Promise<object>
  /** Takes the cause away. */
  end: () => Promise<unknown>
}

let posting = 0
let removed: [string, SourceRow][] = []
let getUp: () => unknown = () => undefined

const FEEDS: Record<FeedKind, Feed> = {
  posting: {
    async raise() {
      host.refuse(new SourceError('The period is closed.', { temporary: false }))
      const booked = await host.book()
      posting = booked.posting
      await host.jobs()
      await sweep()
      return {
        area: 'money',
        message: `The billing system did not take ${booked.reference}: The period is closed.`,
        payer: { id: host.payer },
        transaction: { id: booked.transaction, reference: booked.reference },
        posting,
        source: 'memory',
      }
    },
    async end() {
      host.refuse(null)
      const { status } = await host.as('admin', `/api/postings/${posting}/retry`, { method: 'POST', body: {} })
      expect(status).toBe(202)
      // Nobody looks at the list in between: it settles itself with the posting's own job.
      await host.jobs()
    },
  },
  overpaid: {
    async raise() {
      const { transaction } = await host.book('id-2')
      const [invoice] = await host.query(
        `update invoices set balance = 400 where external_id = 'id-2' returning id, number`,
      )
      await sweep()
      expect(transaction).toBeGreaterThan(0)
      return { area: 'money', invoice: { id: invoice.id, number: invoice.number }, source: 'memory' }
    },
    async end() {
      await host.query(`update invoices set balance = 1000 where external_id = 'id-2'`)
      await sweep()
    },
  },
  sync_stopped: {
    async raise() {
      removed = [...host.billing.rows].slice(0, 30)
      for (const [id] of removed) host.billing.rows.delete(id)
      await sync()
      const [run] = await host.query('select max(id)::int as id from payer_portal_sync_runs')
      return {
        area: 'systems',
        message: expect.stringContaining('open invoices are missing'),
        source: 'memory',
        run: run.id,
      }
    },
    async end() {
      for (const [id, row] of removed) host.billing.rows.set(id, row)
      await sync()
    },
  },
  sync_failing: {
    async raise() {
      getUp = (await host.billing.world.interrupt?.()) ?? getUp
      await sync()
      return { area: 'systems', message: 'The books are closed just now.', source: 'memory' }
    },
    async end() {
      await getUp()
      await sync()
    },
  },
  rows_parked: {
    async raise() {
      removed = ['id-10', 'id-11'].map((id) => [id, host.billing.rows.get(id) as SourceRow])
      for (const [id, row] of removed) host.billing.rows.set(id, { ...row, currency: 'zzz' })
      await sync()
      return { area: 'systems', source: 'memory', count: 2 }
    },
    async end() {
      for (const [id, row] of removed) host.billing.rows.set(id, row)
      await sync()
    },
  },
  mail_failed: {
    async raise() {
      await host.query(
        `insert into payer_portal_mails (message_id, kind, payer_id, recipient, status, attempts, error)
         select 'm' || n, 'receipt', $1, 'Away@example.test', 'failed', $2, 'no answer' from generate_series(1, 2) n`,
        [host.payer, MAIL_TRIES],
      )
      await sweep()
      return { area: 'systems', payer: { id: host.payer }, count: 2 }
    },
    async end() {
      await host.query(
        `insert into payer_portal_mails (message_id, kind, payer_id, recipient, status, sent_at) values ('m3', 'receipt', $1, 'away@example.test', 'sent', now() + interval '1 second')`,
        [host.payer],
      )
      await sweep()
    },
  },
}

describe('what is looked for', () => {
  it('every feed has a case here', () => {
    expect(Object.keys(FEEDS).sort()).toEqual(Object.keys(ATTENTION_FEEDS).sort())
  })

  it.each(Object.keys(FEEDS) as FeedKind[])('%s: raised, listed, settled by itself, and opened again', async (kind) => {
    const feed = FEEDS[kind]
    expect(await host.list(`kind=${kind}`)).toEqual([])
    const expected = await feed.raise()
    const [item, ...more] = await host.list(`kind=${kind}`)
    expect(more).toEqual([])
    expect(item).toMatchObject({
      kind,
      title: ATTENTION_KINDS[kind].title,
      state: 'open',
      isThere: true,
      times: 1,
      owner: null,
      resolvedAt: null,
      ...expected,
    })
    await Promise.all([sweep(), sweep(), sweep()])
    expect(await host.list(`kind=${kind}`)).toEqual([item])

    await feed.end()
    expect(await host.list(`kind=${kind}`)).toEqual([])
    const [done] = await host.list(`kind=${kind}&state=done`)
    expect(done).toMatchObject({ id: item.id, state: 'done', isThere: false, resolvedBy: null })
    expect(Date.parse(done.resolvedAt)).toBeGreaterThanOrEqual(Date.parse(item.raisedAt))
    await sweep()
    expect(await host.list(`kind=${kind}&state=all`)).toEqual([done])
  })

  it('a lasting cause that comes again opens the same item again', async () => {
    const up = await host.billing.world.interrupt?.()
    await sync()
    const [first] = await host.list('kind=sync_failing')
    await up?.()
    await sync()
    const down = await host.billing.world.interrupt?.()
    await sync()
    const [again] = await host.list('kind=sync_failing')
    await down?.()
    await sync()
    expect(again).toMatchObject({ id: first.id, state: 'open', times: 2, resolvedAt: null })
    expect(Date.parse(again.raisedAt)).toBeGreaterThan(Date.parse(first.raisedAt))
  })

  it('what staff have settled stays so while nothing is new, and opens again when it is', async () => {
    await host.book('id-4')
    await host.query(`update invoices set balance = 400 where external_id = 'id-4'`)
    await sweep()
    const [item] = await host.list('kind=overpaid')
    await host.as('collector', `/api/attention/${item.id}`, { method: 'PATCH', body: { state: 'done' } })
    await sweep()
    expect(await host.list()).toEqual([])
    const [done] = await host.list('state=done')
    expect(done).toMatchObject({ isThere: true, resolvedBy: host.staff.collector.email })
    // Its cause goes, and comes again.
    await host.query(`update invoices set balance = 9000 where external_id = 'id-4'`)
    await sweep()
    expect((await host.list('state=done'))[0]).toMatchObject({ isThere: false, resolvedBy: host.staff.collector.email })
    await host.query(`update invoices set balance = 400 where external_id = 'id-4'`)
    await sweep()
    expect((await host.list())[0]).toMatchObject({ id: item.id, state: 'open', times: 2, resolvedBy: null })
  })

  it('a write that may still succeed by itself is left alone for three tries', async () => {
    host.refuse(new SourceError('Busy.', { temporary: true }))
    const { posting: id } = await host.book('id-5')
    await host.jobs()
    await sweep()
    expect((await host.query('select status, attempts from payer_portal_postings where id = $1', [id]))[0]).toEqual({
      status: 'failed',
      attempts: 1,
    })
    expect(await host.list('kind=posting')).toEqual([])
    await host.query('update payer_portal_postings set attempts = 3 where id = $1', [id])
    await sweep()
    expect(await host.list('kind=posting')).toMatchObject([{ posting: id }])
  })

  it('a posting that staff take out settles its item in the same moment', async () => {
    const { posting: id } = await host.book('id-6')
    await host.query(`update payer_portal_postings set status = 'incomplete', error = 'No line.' where id = $1`, [id])
    await sweep()
    expect(await host.list('kind=posting')).toMatchObject([
      { posting: id, message: expect.stringContaining('No line.') },
    ])
    const body = { reason: 'By hand', released: 'wont_be_entered' }
    expect((await host.as('admin', `/api/postings/${id}/remove`, { method: 'POST', body })).status).toBe(200)
    expect(await host.list('kind=posting')).toEqual([])
  })

  it('held money settles itself when it has gone back whole, and not before', async () => {
    const { transaction } = await host.book('id-7')
    await host.query(`update transactions set held = 'late_success' where id = $1`, [transaction])
    await raiseAttention(poolOf(host.payload), {
      kind: 'late_success',
      subject: transaction,
      transaction,
      message: 'Money arrived.',
    })
    const back = (amount: number, status: string) =>
      host.query(
        `insert into transactions (reference, kind, status, payer_id, original_id, channel, amount, currency, account)
         values ('B' || gen_random_uuid(), 'refund', $4::enum_transactions_status, $1, $2, 'staff', $3, 'usd', 'operating-ny')`,
        [host.payer, transaction, amount, status],
      )
    await back(999, 'succeeded')
    await back(1, 'processing')
    await sweep()
    expect(await host.list()).toMatchObject([{ kind: 'late_success', payer: { id: host.payer } }])
    await back(1, 'succeeded')
    await sweep()
    expect(await host.list()).toEqual([])
  })

  it("a processor's event settles its item when it has been handled", async () => {
    await host.query(
      `insert into payer_portal_gateway_events (id, type, about, body) values ('evt_1', 'x', '{}', '{}')`,
    )
    await raiseAttention(poolOf(host.payload), {
      kind: 'event_failed',
      subject: 'evt_1',
      message: 'Cannot be handled.',
    })
    await sweep()
    expect(await host.list()).toHaveLength(1)
    await host.query(`update payer_portal_gateway_events set processed_at = now() where id = 'evt_1'`)
    await sweep()
    expect(await host.list()).toEqual([])
  })

  it('a source that is no longer there needs no attention', async () => {
    await host.query(`insert into payer_portal_sync_runs (source, status, error) values ('gone', 'failed', 'x')`)
    await sweep()
    expect(await host.list()).toEqual([])
  })
})

describe('raising', () => {
  it.each(['dispute', 'posting'] as const)('many at once about one thing make one item: %s', async (kind) => {
    const item = { kind, subject: 'x', message: 'Look.', payer: host.payer }
    await Promise.all(Array.from({ length: 12 }, () => raiseAttention(poolOf(host.payload), item)))
    expect(await host.list()).toHaveLength(1)
  })

  it('what happened once stays settled, however often it is told', async () => {
    const item = { kind: 'dispute', subject: 'dp_1', message: 'Taken back.' } as const
    await raiseAttention(poolOf(host.payload), item)
    await resolveAttention(poolOf(host.payload), item)
    await raiseAttention(poolOf(host.payload), { ...item, message: 'Told again.' })
    expect(await host.list()).toEqual([])
  })

  it('sweeps, raises and changes by staff at once end in one item and no deadlock', async () => {
    await host.book('id-8')
    await host.query(`update invoices set balance = 1 where external_id = 'id-8'`)
    await sweep()
    const [{ id }] = await host.list('kind=overpaid')
    await Promise.all(
      Array.from({ length: 5 }, (_, at) => [
        followAttention(host.payload),
        host.as('admin', `/api/attention/${id}`, { method: 'PATCH', body: { note: `Note ${at}` } }),
        raiseAttention(poolOf(host.payload), { kind: 'overpaid', subject: `other-${at}`, message: 'x' }),
      ]).flat(),
    )
    await sweep()
    expect(await host.list('kind=overpaid')).toMatchObject([{ id, note: expect.stringMatching(/^Note \d$/) }])
  })
})
