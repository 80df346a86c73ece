import fc from 'fast-check'
import { removePosting } from '../../../src/connect/posting/removePosting.ts'
import { createAssociation } from '../../factories/createAssociation.ts'
import { loginPayer } from '../../factories/loginPayer.ts'
import { loginStaff, type StaffHeaders } from '../../helpers/loginStaff.ts'
import { partedPending } from '../../helpers/paymentHost.ts'
import { openPostingWorld, type PostingWorld } from '../../helpers/postingWorld.ts'

const BILLS = ['b1', 'b2', 'b3', 'b4']

describe('a payment that cannot be posted is moved to other invoices', () => {
  let world: PostingWorld
  let headers: StaffHeaders
  let ids: Record<string, number> = {}

  const call = (path: string, body?: unknown) =>
    world.host.call(path, { headers, ...(body === undefined ? {} : { method: 'POST', body }) })
  const move = (posting: number, lines: Record<string, number>) =>
    call(`/api/postings/${posting}/reallocate`, {
      allocations: Object.entries(lines).map(([bill, amount]) => ({ invoice: ids[bill], amount })),
    })
  const gone = (bill: string) => world.ledger.query('delete from bills where id = $1', [bill])
  /** A payment of b1, which is then gone: incomplete. */
  const stuck = async (lines: Record<string, number> = { b1: 4000 }) => {
    const booked = await world.book({ lines })
    await gone('b1')
    await world.sync()
    await world.run(booked.posting)
    return booked
  }

  beforeAll(async () => {
    world = await openPostingWorld({ host: { portal: { maxVanishingShare: 1 } } })
    headers = await loginStaff(world.host)
  })
  afterAll(() => world.close())
  beforeEach(async () => {
    await world.reset(BILLS)
    const rows = await world.query<{ id: number; bill: string }>('select id, external_id as bill from invoices')
    ids = Object.fromEntries(rows.map(({ id, bill }) => [bill, id]))
  })

  it.each([
    [
      'gone from the billing system',
      'delete from bills where id = $1',
      'is not in the billing system any more, or void',
    ],
    ['void there', 'update bills set void = true where id = $1', 'is not in the billing system any more, or void'],
    ['in another currency by now', `update bills set ccy = 'eur' where id = $1`, 'is in EUR by now'],
    [
      'paid by a cheque meanwhile',
      'update bills set open = 10 where id = $1',
      'is open for 30.00 USD less than was paid on it',
    ],
  ])('an invoice that is %s: incomplete, with the reason, and nothing is written', async (_what, change, reason) => {
    const { posting } = await world.book()
    await world.ledger.query(change, ['b1'])
    await world.sync()
    await world.run(posting)
    expect(await world.state(posting)).toMatchObject({ status: 'incomplete', error: expect.stringContaining(reason) })
    expect(await world.receipts()).toEqual([])
  })

  it('to two others: posted there, held there until read back, the receipt as it was', async () => {
    const session = await loginPayer(world.host)
    await createAssociation(world.host.payload, session.id, { clientNumber: 'C-1' })
    const booked = await world.book({ by: session.id })
    await gone('b1')
    await world.sync()
    await world.run(booked.posting)
    const { body } = await call(`/api/postings/${booked.posting}/invoices`)
    expect(body.docs.map((doc: any) => [doc.number, doc.most])).toEqual([
      ['N-b2', 10_000],
      ['N-b3', 10_000],
      ['N-b4', 10_000],
    ])
    expect((await move(booked.posting, { b2: 3999, b3: 1 })).status).toBe(200)
    expect(await Promise.all(BILLS.map(world.amounts))).toEqual([
      [0, 10_000],
      [3999, 6001],
      [1, 9999],
      [0, 10_000],
    ])
    await world.run(booked.posting)
    await world.sync()
    expect(await world.receipts()).toEqual([
      expect.objectContaining({
        ref: booked.reference,
        lines: [
          ['b2', 39.99],
          ['b3', 0.01],
        ],
      }),
    ])
    expect([await world.amounts('b2'), await world.amounts('b3')]).toEqual([
      [0, 6001],
      [0, 9999],
    ])
    const told = [{ invoice: ids.b1, invoiceNumber: 'N-b1', amount: 4000 }]
    const as = { headers: session.headers }
    for (const path of [`/api/portal/transactions/${booked.transaction}`, `/api/transactions/${booked.transaction}`])
      expect((await world.host.call(path, as)).body.allocations).toEqual(told)
    for (const path of ['/api/portal/transactions', '/api/transactions'])
      expect((await world.host.call(path, as)).body.docs[0].allocations).toEqual(told)
    const receipt = await world.host.fetch(`/api/portal/transactions/${booked.transaction}/receipt.pdf`, as)
    expect(receipt.status).toBe(200)
    const history = await call(`/api/postings/${booked.posting}/history`)
    expect(history.body.docs.map(({ status, by }: any) => [status, by])).toEqual([
      ['read_back', null],
      ['posted', null],
      ['queued', null],
      ['reallocated', 'staff@firm.test'],
      ['pending', 'staff@firm.test'],
      ['incomplete', null],
    ])
    const audit = await world.query(
      `select data from audit_log where action = 'posting_reallocated' order by id desc limit 1`,
    )
    expect(audit[0]?.data).toMatchObject({ from: told, to: [{ invoiceNumber: 'N-b2' }, { invoiceNumber: 'N-b3' }] })
  })

  it('its refund undoes what is in the books: the invoices to which it was moved', async () => {
    const booked = await stuck()
    await move(booked.posting, { b2: 4000 })
    await world.run(booked.posting)
    await world.sync()
    const refund = await world.book({ kind: 'refund', original: booked.transaction, lines: { b2: 4000 } })
    await world.run(refund.posting)
    await world.sync()
    expect([await world.amounts('b2'), (await world.receipts()).map(({ amt }) => amt)]).toEqual([
      [0, 10_000],
      ['40.00', '-40.00'],
    ])
  })

  it.each([
    ['a cent less', { b2: 3999 }, 400, 'amount_mismatch'],
    ['a cent more', { b2: 4001 }, 400, 'amount_mismatch'],
    ['nothing', {}, 400, 'bad_request'],
    ['half a cent', { b2: 3999.5, b3: 0.5 }, 400, 'amount_invalid'],
    ['below zero', { b2: 4001, b3: -1 }, 400, 'amount_invalid'],
    ['more than is due of one', { b4: 4000 }, 409, 'amount_exceeds_due'],
    ["another client's", { other: 4000 }, 409, 'invoice_not_payable'],
    ['another currency', { yen: 4000 }, 409, 'invoice_not_payable'],
    ['another account', { trust: 4000 }, 409, 'invoice_not_payable'],
    ['one on hold', { held: 4000 }, 409, 'invoice_not_payable'],
    ['a void one', { void: 4000 }, 409, 'invoice_not_payable'],
    ['the gone one', { b1: 4000 }, 409, 'invoice_not_payable'],
    ['none that exists', { nowhere: 4000 }, 404, 'invoice_not_found'],
  ])('refuses %s, and changes nothing', async (...[, lines, status, code]) => {
    await world.ledger.query(
      `insert into bills (id, no, client, ccy, acct, void) values ('other', 'X', 'C-2', 'usd', 'operating-ny', false), ('yen', 'Y', 'C-1', 'jpy', 'operating-ny', false),
        ('trust', 'T', 'C-1', 'usd', 'trust-ny', false), ('held', 'H', 'C-1', 'usd', 'operating-ny', false), ('void', 'V', 'C-1', 'usd', 'operating-ny', true)`,
    )
    await world.ledger.query(`update bills set open = 39.99 where id = 'b4'`)
    const { posting } = await stuck()
    await world.query(`update invoices set hold = 'Disputed' where external_id = 'held'`)
    const rows = await world.query<{ id: number; bill: string }>('select id, external_id as bill from invoices')
    ids = { ...Object.fromEntries(rows.map(({ id, bill }) => [bill, id])), nowhere: -1 }
    const answer = await move(posting, lines as Record<string, number>)
    expect([answer.status, answer.body.errors?.[0]?.data?.code]).toEqual([status, code])
    expect(await world.state(posting)).toMatchObject({ status: 'incomplete' })
    expect(await partedPending(world.host.payload)).toEqual([])
    expect(await world.amounts('b1')).toEqual([4000, 6000])
  })

  it('refuses one that is posted, in doubt, removed or partly refunded', async () => {
    const posted = await world.book({ lines: { b2: 100 } })
    await world.run(posted.posting)
    expect((await move(posted.posting, { b3: 100 })).body.errors[0].data.code).toBe('posting_state')
    const doubtful = await stuck()
    await world.query(`update payer_portal_postings set in_doubt = true where id = $1`, [doubtful.posting])
    expect((await move(doubtful.posting, { b3: 4000 })).status).toBe(409)
    await world.query(`update payer_portal_postings set in_doubt = false where id = $1`, [doubtful.posting])
    await world.book({ kind: 'refund', original: doubtful.transaction, lines: { b1: 100 } })
    expect((await move(doubtful.posting, { b3: 4000 })).status).toBe(409)
    const removed = await world.book({ lines: { b2: 100 } })
    await removePosting(world.host.payload, {
      posting: removed.posting,
      release: 'wont_be_entered',
      reason: 'x',
      actor: 'system',
    })
    expect((await move(removed.posting, { b3: 100 })).status).toBe(409)
    expect((await move(999_999, { b3: 100 })).status).toBe(404)
  })

  it('two at once and a payment of the same invoice: one moves it, and nothing is taken twice', async () => {
    const first = await stuck({ b1: 9000 })
    const answers = await Promise.all([
      move(first.posting, { b2: 9000 }),
      move(first.posting, { b3: 9000 }),
      move(first.posting, { b2: 5000, b3: 4000 }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    expect(await partedPending(world.host.payload)).toEqual([])
    const [sum] = await world.query(
      'select sum(pending)::int as pending, min(balance - pending)::int as least from invoices where removed_at is null',
    )
    expect(sum).toEqual({ pending: 9000, least: expect.any(Number) })
    expect(sum?.least).toBeGreaterThanOrEqual(0)
  })

  it('any split of any sum over what is due keeps every cent, and what is over is refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 10_000 }),
        fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 3, maxLength: 3 }),
        async (paid, parts) => {
          await world.reset(BILLS)
          const rows = await world.query<{ id: number; bill: string }>('select id, external_id as bill from invoices')
          ids = Object.fromEntries(rows.map(({ id, bill }) => [bill, id]))
          const booked = await stuck({ b1: paid })
          const [b2 = 0, b3 = 0] = parts
          const wanted: Record<string, number> = Object.fromEntries(
            Object.entries({
              b2: Math.min(b2, paid),
              b3: Math.min(b3, Math.max(0, paid - b2)),
              b4: Math.max(0, paid - b2 - b3),
            }).filter(([, amount]) => amount > 0),
          )
          const answer = await move(booked.posting, wanted)
          expect(answer.status).toBe(200)
          expect(await partedPending(world.host.payload)).toEqual([])
          await world.run(booked.posting)
          await world.sync()
          for (const bill of ['b2', 'b3', 'b4'])
            expect(await world.amounts(bill)).toEqual([0, 10_000 - (wanted[bill] ?? 0)])
        },
      ),
      { numRuns: 12 },
    )
  })
})
