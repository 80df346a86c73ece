import { poolOf, withTransaction } from '../../../src/base/database.ts'
import type { BillingSource, SourcePosting } from '../../../src/connect/BillingSource.ts'
import { createPosting } from '../../../src/connect/posting/createPosting.ts'
import { postTransaction } from '../../../src/connect/posting/postTransaction.ts'
import { removePosting } from '../../../src/connect/posting/removePosting.ts'
import { retryPosting } from '../../../src/connect/posting/retryPosting.ts'
import { SourceError } from '../../../src/connect/SourceError.ts'
import { sqlSource } from '../../../src/connect/sources/sql/sqlSource.ts'
import { syncSource } from '../../../src/connect/sync/syncSource.ts'
import { createPayer } from '../../factories/createPayer.ts'
import { bootHost, type Host } from '../../helpers/host/bootHost.ts'
import { createLedgerDatabase, LEDGER_MAPPING, type LedgerDatabase } from '../../helpers/ledgerDatabase.ts'
import { runJobs } from '../../helpers/mailJobs.ts'

const staff = { id: 1, collection: 'users' }

describe('postings', () => {
  let host: Host
  let ledger: LedgerDatabase
  let source: BillingSource
  let payer: number
  let counter = 0
  let post: NonNullable<BillingSource['post']>
  let canTell = true

  const portal = async <Row = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<Row[]> =>
    (await poolOf(host.payload).query(text, values)).rows as Row[]
  const sync = async () =>
    expect(await syncSource({ payload: host.payload, source: 'ledger' })).toMatchObject({ status: 'succeeded' })
  const realPost = (posting: SourcePosting) => source.post?.(posting) as Promise<{ externalId: string }>
  const pending = async (id = 'b1') =>
    Number((await portal<{ pending: string }>('select pending from invoices where external_id = $1', [id]))[0]?.pending)
  const due = async (id = 'b1') =>
    Number(
      (
        await portal<{ due: string }>(
          'select greatest(0, balance - pending) as due from invoices where external_id = $1',
          [id],
        )
      )[0]?.due,
    )
  const state = async (id: number) =>
    (
      await portal(
        `select p.status, t.posting_status::text as shown, p.error, p.external_id as "externalId", p.read_back_at is not null as "isReadBack", p.attempts from payer_portal_postings p join transactions t on t.id = p.transaction_id where p.id = $1`,
        [id],
      )
    )[0]
  const receipts = () =>
    ledger.query(
      `select r.ref, r.kind, r.orig, r.acct, r.amt::text, json_agg(json_build_array(l.bill, l.amt) order by l.line) as lines from receipts r join receipt_lines l on l.receipt = r.id group by r.id order by r.id`,
    )

  type Given = { kind?: string; original?: number; lines?: Record<string, number>; sign?: 1 | -1 }
  /** A succeeded transaction as payments book it: what it holds, its posting and the posting's job, in one transaction. */
  const book = ({ kind = 'payment', original, lines = { b1: 4000 }, sign = 1 }: Given = {}) => {
    counter += 1
    const reference = `PP-${counter}`
    const amount = Object.values(lines).reduce((sum, line) => sum + line, 0)
    return withTransaction(host.payload, async (tx) => {
      const { rows } = await tx.query<{ id: number }>({
        text: `insert into transactions (reference, kind, status, payer_id, original_id, channel, amount, currency, account, settled_at) values ($1, $2, 'succeeded', $3, $4, 'portal', $5, 'usd', 'operating-ny', '2026-06-01T03:00:00Z') returning id`,
        values: [reference, kind, payer, original ?? null, amount],
      })
      const transaction = rows[0]?.id ?? 0
      for (const [at, [bill, line]] of Object.entries(lines).entries()) {
        await tx.query({
          text: `with i as (update invoices set pending = pending + $5::numeric where external_id = $1 returning id, number) insert into transactions_allocations (_order, _parent_id, id, invoice_id, invoice_number, amount, pending) select $3::int, $2::int, 'a' || $2::int || '-' || $3::int, i.id, i.number, $4::numeric, $5::numeric from i`,
          values: [bill, transaction, at + 1, line, sign * line],
        })
      }
      await createPosting(tx, { transaction })
      const made = await tx.query<{ id: number }>({
        text: 'select id from payer_portal_postings where transaction_id = $1',
        values: [transaction],
      })
      return { transaction, reference, posting: made.rows[0]?.id ?? 0 }
    })
  }
  const run = (posting: number) => postTransaction({ payload: host.payload, posting })

  beforeAll(async () => {
    ledger = await createLedgerDatabase()
    source = sqlSource({ ...LEDGER_MAPPING, connection: ledger.url })
    const wrapped: BillingSource = {
      ...source,
      post: (posting) => post(posting),
      read: async (options) => {
        const { containedReferences, ...snapshot } = await source.read(options)
        return canTell && containedReferences ? { ...snapshot, containedReferences } : snapshot
      },
    }
    host = await bootHost({ portal: { sources: [wrapped] } })
    payer = await createPayer(host.payload)
  })
  afterAll(async () => {
    await source.close()
    await host.close()
    await ledger.close()
  })
  beforeEach(async () => {
    post = realPost
    canTell = true
    await ledger.query('truncate bills, receipts, receipt_lines, clients restart identity')
    await portal(
      'truncate invoices, invoices_matters, transactions, transactions_allocations, payer_portal_postings, payer_portal_sync_runs, payer_portal_alerts restart identity cascade',
    )
    await portal('delete from graphile_worker._private_jobs')
    await ledger.query(
      `insert into bills (id, no, client, client_name) values ('b1', 'N-1', 'C-1', 'Client'), ('b2', 'N-2', 'C-1', 'Client')`,
    )
    await sync()
  })

  it('a posting and its job are there with the commit, and neither after a rollback', async () => {
    const { posting } = await book()
    expect(await state(posting)).toMatchObject({ status: 'pending', shown: 'pending' })
    const jobs = () =>
      portal<{ key: string }>(
        `select key from graphile_worker.jobs where task_identifier = 'payerPortal.postTransaction'`,
      )
    expect(await jobs()).toEqual([{ key: `posting:${posting}` }])
    await expect(
      withTransaction(host.payload, async (tx) => {
        await tx.query({ text: 'delete from payer_portal_postings' })
        await createPosting(tx, { transaction: 1 })
        throw new Error('rolled back')
      }),
    ).rejects.toThrow('rolled back')
    expect(await jobs()).toHaveLength(1)
    await withTransaction(host.payload, (tx) => createPosting(tx, { transaction: 1 }))
    expect(await portal('select count(*)::int as n from payer_portal_postings')).toEqual([{ n: 1 }])
  })

  it("writes all lines, the firm's own day and decimal amounts", async () => {
    const { posting, reference } = await book({ lines: { b1: 4000, b2: 1 } })
    await run(posting)
    expect(await state(posting)).toEqual({
      status: 'posted',
      shown: 'posted',
      error: null,
      externalId: '1',
      isReadBack: false,
      attempts: 1,
    })
    expect(await receipts()).toEqual([
      {
        ref: reference,
        kind: 'payment',
        orig: null,
        acct: 'operating-ny',
        amt: '40.01',
        lines: [
          ['b1', 40],
          ['b2', 0.01],
        ],
      },
    ])
    expect(await ledger.query('select paid::text from receipts')).toEqual([{ paid: '2026-05-31' }])
  })

  it('all lines or none: a line that the billing system refuses leaves nothing', async () => {
    const { posting } = await book({ lines: { b1: 4000, b2: 1000 } })
    await ledger.query(`alter table receipt_lines add constraint no_b2 check (bill <> 'b2')`)
    await run(posting)
    expect(await state(posting)).toMatchObject({
      status: 'failed',
      shown: 'failed',
      error: expect.stringContaining('no_b2'),
    })
    expect(await ledger.query('select * from receipts')).toEqual([])
    await ledger.query('alter table receipt_lines drop constraint no_b2')
    await run(posting)
    expect(await state(posting)).toMatchObject({ status: 'posted', error: null })
  })

  it('repeats and ten parallel repeats post once', async () => {
    const { posting } = await book()
    await Promise.all(Array.from({ length: 10 }, () => run(posting)))
    await run(posting)
    expect(await receipts()).toHaveLength(1)
    expect(await state(posting)).toMatchObject({ status: 'posted', externalId: '1' })
  })

  it('ten parallel calls of the source itself answer with one id', async () => {
    const posting: SourcePosting = {
      reference: 'PP-PARALLEL',
      kind: 'payment',
      account: 'operating-ny',
      currency: 'usd',
      amount: '5.00',
      paidOn: '2026-01-01',
      lines: [{ externalId: 'b1', invoiceNumber: 'N-1', amount: '5.00' }],
    }
    const answers = await Promise.all(Array.from({ length: 10 }, () => realPost(posting)))
    expect(new Set(answers.map((answer) => answer.externalId)).size).toBe(1)
    expect(await receipts()).toHaveLength(1)
  })

  it('a lost answer is a failure that the next try finds done', async () => {
    const { posting } = await book()
    post = async (given) => {
      await realPost(given)
      throw new SourceError('The connection ended.', { temporary: true })
    }
    await expect(run(posting)).rejects.toThrow('The connection ended.')
    expect(await state(posting)).toMatchObject({ status: 'failed', shown: 'failed', error: 'The connection ended.' })
    post = realPost
    await run(posting)
    expect(await receipts()).toHaveLength(1)
    expect(await state(posting)).toMatchObject({ status: 'posted', externalId: '1', attempts: 2 })
  })

  it('a lost answer that nobody repeats is found by the next read', async () => {
    const { posting } = await book()
    post = async (given) => {
      await realPost(given)
      throw new SourceError('The connection ended.', { temporary: true })
    }
    await expect(run(posting)).rejects.toThrow()
    await sync()
    expect(await state(posting)).toMatchObject({ status: 'posted', shown: 'posted', isReadBack: true })
    expect([await pending(), await due()]).toEqual([0, 6000])
  })

  it('a billing system that is down fails the try for a repeat; a refusal waits for staff', async () => {
    const { posting } = await book()
    const down = sqlSource({ ...LEDGER_MAPPING, connection: 'postgres://nobody:hidden-word@127.0.0.1:1/none' })
    post = (given) => down.post?.(given) as Promise<{ externalId: string }>
    await expect(run(posting)).rejects.toMatchObject({ temporary: true })
    expect((await state(posting))?.error).not.toContain('hidden-word')
    await down.close()
    post = () => Promise.reject(new SourceError('The period is closed.', { temporary: false }))
    await run(posting)
    expect(await state(posting)).toMatchObject({ status: 'failed', error: 'The period is closed.' })
    expect(await pending()).toBe(4000)
  })

  it('pending: + x until a read contains the posting, 0 then', async () => {
    const { posting } = await book()
    expect([await pending(), await due()]).toEqual([4000, 6000])
    await sync()
    expect([await pending(), await due()]).toEqual([4000, 6000])
    await run(posting)
    expect([await pending(), await due()]).toEqual([4000, 6000])
    await sync()
    expect([await pending(), await due()]).toEqual([0, 6000])
    expect(await state(posting)).toMatchObject({ status: 'posted', isReadBack: true })
    await sync()
    expect([await pending(), await due()]).toEqual([0, 6000])
  })

  it('pending: a read that began before the posting does not end it, though it merges after', async () => {
    const { posting } = await book()
    const snapshot = await source.read({})
    const early: BillingSource = { ...source, read: () => Promise.resolve(snapshot) }
    await run(posting)
    const sources = (host.payload.config.custom.payerPortal as { sources: BillingSource[] }).sources
    const usual = sources[0] as BillingSource
    sources[0] = early
    try {
      await sync()
    } finally {
      sources[0] = usual
    }
    expect([await pending(), await due()]).toEqual([4000, 6000])
    await sync()
    expect([await pending(), await due()]).toEqual([0, 6000])
  })

  it('pending: where a source cannot tell references, a read that began after the posting ends it', async () => {
    canTell = false
    const { posting } = await book()
    await sync()
    expect(await pending()).toBe(4000)
    await run(posting)
    await sync()
    expect([await pending(), await due()]).toEqual([0, 6000])
  })

  it('pending: an invoice whose row was set aside keeps what it holds', async () => {
    const { posting } = await book()
    await run(posting)
    await ledger.query(`update bills set no = null where id = 'b1'`)
    await sync()
    expect([await pending(), await due()]).toEqual([4000, 6000])
    await ledger.query(`update bills set no = 'N-1' where id = 'b1'`)
    await sync()
    expect([await pending(), await due()]).toEqual([0, 6000])
  })

  it('pending: returned after it was read back is − x until the reversal is read back', async () => {
    const payment = await book()
    await run(payment.posting)
    await sync()
    const refund = await book({ kind: 'refund', original: payment.transaction, sign: -1 })
    expect([await pending(), await due()]).toEqual([-4000, 10_000])
    await run(refund.posting)
    expect([await pending(), await due()]).toEqual([-4000, 10_000])
    await sync()
    expect([await pending(), await due()]).toEqual([0, 10_000])
    expect(await receipts()).toEqual([
      expect.objectContaining({ kind: 'payment', amt: '40.00' }),
      expect.objectContaining({ kind: 'reversal', orig: payment.reference, amt: '-40.00', lines: [['b1', -40]] }),
    ])
  })

  it('pending: refunded before posting is 0 all the way, and the reversal waits for its payment', async () => {
    const payment = await book()
    const refund = await book({ kind: 'refund', original: payment.transaction, sign: -1 })
    expect(await pending()).toBe(0)
    await expect(run(refund.posting)).rejects.toThrow('Waits for the payment')
    await run(payment.posting)
    await run(refund.posting)
    expect([await pending(), await due()]).toEqual([0, 10_000])
    await sync()
    expect([await pending(), await due()]).toEqual([0, 10_000])
    expect(await receipts()).toHaveLength(2)
  })

  it('removed as already entered: held until a later read', async () => {
    const { posting } = await book()
    await ledger.query(`update bills set open = 60 where id = 'b1'`)
    await removePosting(host.payload, { posting, release: 'already_entered', reason: 'By hand', actor: staff })
    expect([await pending(), await state(posting)]).toEqual([
      4000,
      expect.objectContaining({ status: 'removed', shown: 'removed', isReadBack: false }),
    ])
    await run(posting)
    expect(await receipts()).toEqual([])
    await sync()
    expect([await pending(), await due()]).toEqual([0, 6000])
    expect(await state(posting)).toMatchObject({ status: 'removed', isReadBack: true })
  })

  it('removed as never to be entered: due again at once, and its refund is taken out with it', async () => {
    const payment = await book()
    await removePosting(host.payload, {
      posting: payment.posting,
      release: 'wont_be_entered',
      reason: 'Other client',
      actor: staff,
    })
    expect([await pending(), await due()]).toEqual([0, 10_000])
    await expect(
      removePosting(host.payload, {
        posting: payment.posting,
        release: 'wont_be_entered',
        reason: 'Again',
        actor: staff,
      }),
    ).rejects.toMatchObject({ code: 'posting_state' })
    const refund = await book({ kind: 'refund', original: payment.transaction, sign: -1 })
    await run(refund.posting)
    expect(await state(refund.posting)).toMatchObject({ status: 'removed' })
    await sync()
    expect([await pending(), await due(), await receipts()]).toEqual([0, 10_000, []])
  })

  it('a posted one cannot be removed', async () => {
    const { posting } = await book()
    await run(posting)
    await expect(
      removePosting(host.payload, { posting, release: 'already_entered', reason: 'x', actor: staff }),
    ).rejects.toMatchObject({ code: 'posting_state' })
  })

  it('Y-04 payments, postings and syncs in parallel: every invoice ends with nothing pending and the balance of the books', async () => {
    await ledger.query(
      `insert into bills (id, no, client, client_name, total, open) select 'p' || n, 'P-' || n, 'C-2', 'Two', 1000, 1000 from generate_series(1, 5) n`,
    )
    await sync()
    let isDone = false
    const syncing = (async () => {
      while (!isDone) await sync()
    })()
    const worker = async (from: number) => {
      for (let n = from; n < 60; n += 4) {
        const first = 1 + (n % 5)
        const { posting } = await book({
          lines: first < 5 ? { [`p${first}`]: 100, [`p${first + 1}`]: 200 } : { p5: 300 },
        })
        await run(posting)
      }
    }
    await Promise.all([0, 1, 2, 3].map(worker))
    isDone = true
    await syncing
    await sync()
    expect(
      await portal(
        `select sum(pending)::int as pending, sum(balance)::int as balance from invoices where client_number = 'C-2'`,
      ),
    ).toEqual([{ pending: 0, balance: 5 * 100_000 - 60 * 300 }])
    expect(await portal(`select count(*)::int as n from payer_portal_postings where read_back_at is null`)).toEqual([
      { n: 0 },
    ])
  })

  it('without a uniquely indexed reference nothing is posted by itself, only by hand', async () => {
    const { receipts: _receipts, ...loose } = LEDGER_MAPPING.posting
    const other = sqlSource({ ...LEDGER_MAPPING, connection: ledger.url, posting: loose })
    expect(other.posting).toBe('at-least-once')
    const sources = (host.payload.config.custom.payerPortal as { sources: BillingSource[] }).sources
    const usual = sources[0] as BillingSource
    sources[0] = other
    try {
      const { posting } = await book()
      await run(posting)
      expect([await state(posting), await receipts()]).toEqual([
        expect.objectContaining({ status: 'pending', attempts: 0 }),
        [],
      ])
      await postTransaction({ payload: host.payload, posting, byHand: true })
      expect([await state(posting), await receipts()]).toEqual([
        expect.objectContaining({ status: 'posted' }),
        [expect.anything()],
      ])
    } finally {
      sources[0] = usual
      await other.close()
    }
  })

  it('without one, two clicks on Retry enter it once, and nothing repeats it but staff', async () => {
    const { receipts: _receipts, ...loose } = LEDGER_MAPPING.posting
    const other = sqlSource({ ...LEDGER_MAPPING, connection: ledger.url, posting: loose })
    const sources = (host.payload.config.custom.payerPortal as { sources: BillingSource[] }).sources
    const usual = sources[0] as BillingSource
    let answers = 0
    const losing: BillingSource['post'] = async (posting) => {
      const posted = await other.post?.(posting)
      answers += 1
      if (answers === 1) throw new SourceError('The answer was lost.', { temporary: true })
      return posted as { externalId: string }
    }
    sources[0] = { ...other, post: losing }
    try {
      const { posting } = await book()
      await retryPosting(host.payload, { posting })
      await runJobs(host.payload)
      await portal(`update graphile_worker._private_jobs set run_at = now()`)
      await runJobs(host.payload)
      expect([await state(posting), (await receipts()).length]).toEqual([
        expect.objectContaining({ status: 'failed' }),
        1,
      ])

      await book()
      const [second] = await portal<{ id: number }>('select max(id) as id from payer_portal_postings')
      const click = () => retryPosting(host.payload, { posting: second?.id ?? 0 })
      await click()
      // The first job runs, so that the second click adds another.
      await portal(`update graphile_worker._private_jobs set key = null where key = 'posting:${second?.id}'`)
      await click()
      await Promise.all([runJobs(host.payload), runJobs(host.payload)])
      expect([await state(second?.id ?? 0), (await receipts()).length]).toEqual([
        expect.objectContaining({ status: 'posted' }),
        2,
      ])
    } finally {
      sources[0] = usual
      await other.close()
    }
  })

  it('a billing system that takes the posting and never answers holds no worker: the repeat finds it done', async () => {
    const { posting } = await book()
    const { times } = host.payload.config.custom.payerPortal as { times: { sourceAnswer: number } }
    const usual = times.sourceAnswer
    times.sourceAnswer = 1
    try {
      post = async (one) => {
        await realPost(one)
        return new Promise(() => undefined)
      }
      await expect(run(posting)).rejects.toMatchObject({ temporary: true })
      expect(await state(posting)).toMatchObject({ status: 'failed', error: 'No answer within 1 s.' })
      post = realPost
      await run(posting)
      expect([await state(posting), (await receipts()).length]).toEqual([
        expect.objectContaining({ status: 'posted' }),
        1,
      ])
    } finally {
      times.sourceAnswer = usual
    }
  })
})
