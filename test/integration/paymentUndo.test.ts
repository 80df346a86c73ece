import fc from 'fast-check'
import { billedWorld, TOTAL } from '../helpers/billedWorld.ts'
import { memoryBooks } from '../helpers/memoryBooks.ts'
import { bootPaymentHost, type PaymentHost, partedPending } from '../helpers/paymentHost.ts'
import { type UndoCase, X } from '../helpers/UndoCase.ts'

const Y = 2000
const books = memoryBooks()

let host: PaymentHost
beforeAll(async () => {
  host = await bootPaymentHost({ portal: { sources: [books] } })
})
afterAll(() => host.close())

const { pool, sync, post, billed } = billedWorld(() => host, books)

/** `now`: what is pending after the steps; `later`: once everything was posted and read back, with the books' balance. */
type Row = { steps: (one: UndoCase) => Promise<unknown>; now: number; later: { pending: number; balance: number } }

const settled = (balance: number) => ({ pending: 0, balance })
async function paidAnd(one: UndoCase, ...until: (() => Promise<unknown>)[]): Promise<void> {
  await one.pay()
  for (const step of until) await step()
}

const TABLE: Record<string, Row> = {
  'held, then taken back: nothing': {
    steps: async (one) => {
      await one.payHeld()
      await one.dispute()
    },
    now: 0,
    later: settled(TOTAL),
  },
  'held, taken back and won: held again, and in no book': {
    steps: async (one) => {
      await one.payHeld()
      await one.win(await one.dispute())
    },
    now: X,
    later: { pending: X, balance: TOTAL },
  },
  'held, a part taken back: the rest': {
    steps: async (one) => {
      await one.payHeld()
      await one.dispute(Y)
    },
    now: X - Y,
    later: { pending: X - Y, balance: TOTAL },
  },
  'held, a part taken back and won: once': {
    steps: async (one) => {
      await one.payHeld()
      await one.win(await one.dispute(Y))
    },
    now: X,
    later: { pending: X, balance: TOTAL },
  },
  'held, refunded in two parts: nothing': {
    steps: async (one) => {
      await one.payHeld()
      await one.refund(Y)
      await one.refund()
      // To a bank account that takes days.
      await host.standIn.control('advance', { businessDays: 5 })
      await host.deliver()
    },
    now: 0,
    later: settled(TOTAL),
  },
  'a part taken back and the rest refunded before posting: nothing': {
    steps: (one) =>
      paidAnd(
        one,
        () => one.dispute(Y),
        () => one.refund(),
      ),
    now: 0,
    later: settled(TOTAL),
  },
  'a part taken back, won and the whole refunded before posting: nothing, and nothing is posted': {
    steps: (one) =>
      paidAnd(
        one,
        async () => one.win(await one.dispute(Y)),
        () => one.refund(),
      ),
    now: 0,
    later: settled(TOTAL),
  },
  'taken back before posting and won: as paid': {
    steps: (one) => paidAnd(one, async () => one.win(await one.dispute())),
    now: X,
    later: settled(TOTAL - X),
  },
  'taken back and won between posting and read-back: as paid': {
    steps: (one) => paidAnd(one, post, async () => one.win(await one.dispute())),
    now: X,
    later: settled(TOTAL - X),
  },
  'taken back and won after the read-back: as read': {
    steps: (one) => paidAnd(one, post, sync, async () => one.win(await one.dispute())),
    now: 0,
    later: settled(TOTAL - X),
  },
  'taken back after the read-back, read back too, and won: as paid': {
    steps: (one) =>
      paidAnd(one, post, sync, async () => {
        const id = await one.dispute()
        await post()
        await sync()
        await one.win(id)
      }),
    now: X,
    later: settled(TOTAL - X),
  },
  'refunded after the read-back, and the refund did not arrive: as read': {
    steps: (one) => paidAnd(one, post, sync, async () => one.failLate(await one.refund())),
    now: 0,
    later: settled(TOTAL - X),
  },
  'refunded before posting, and the refund did not arrive: as paid': {
    steps: (one) => paidAnd(one, async () => one.failLate(await one.refund())),
    now: X,
    later: settled(TOTAL - X),
  },
  'left out of the books, a part taken back: nothing at any time': {
    steps: (one) =>
      paidAnd(
        one,
        () => one.leaveOut('payment'),
        () => one.dispute(Y),
      ),
    now: 0,
    later: settled(TOTAL),
  },
  'left out of the books, taken back and won: nothing, and nothing is posted': {
    steps: (one) =>
      paidAnd(
        one,
        () => one.leaveOut('payment'),
        async () => one.win(await one.dispute()),
      ),
    now: 0,
    later: settled(TOTAL),
  },
  'tried, taken back, and then left out of the books: nothing': {
    steps: async (one) => {
      books.isDown = true
      await paidAnd(
        one,
        post,
        () => one.dispute(),
        () => one.leaveOut('payment'),
      )
      books.isDown = false
    },
    now: 0,
    later: settled(TOTAL),
  },
  'tried, taken back, won, and then left out of the books: nothing, and nothing is posted': {
    steps: async (one) => {
      books.isDown = true
      await paidAnd(
        one,
        post,
        async () => one.win(await one.dispute()),
        () => one.leaveOut('payment'),
      )
      books.isDown = false
    },
    now: 0,
    later: settled(TOTAL),
  },
  'read back, taken back, won, and then the taking back left out of the books: as read': {
    steps: (one) =>
      paidAnd(one, post, sync, async () => {
        await one.win(await one.dispute())
        await one.leaveOut('undo')
      }),
    now: 0,
    later: settled(TOTAL - X),
  },
  'read back, taken back, that left out of the books, and won: as read': {
    steps: (one) =>
      paidAnd(one, post, sync, async () => {
        const id = await one.dispute()
        await one.leaveOut('undo')
        await one.win(id)
      }),
    now: 0,
    later: settled(TOTAL - X),
  },
}

describe('what pending holds when money goes back and comes again', () => {
  it.each(Object.entries(TABLE))('%s', async (_state, { steps, now, later }) => {
    const one = await billed()
    await steps(one)
    expect((await one.amounts()).pending).toBe(now)
    expect(await partedPending(host.payload)).toEqual([])
    await post()
    await sync()
    await sync()
    expect(await one.amounts()).toEqual(later)
    expect(books.balanceOf(one.bill)).toBe(later.balance)
    expect(await partedPending(host.payload)).toEqual([])
  })

  it.each([
    ['in part', X],
    ['whole', TOTAL],
  ])(
    'P-12 what was paid %s and taken back after it was read back is paid again at once, and not held',
    async (_how, amount) => {
      const one = await billed()
      await paidAnd(one, () => Promise.resolve())
      if (amount > X) await one.pay(amount - X)
      await post()
      await sync()
      await one.dispute(amount === X ? X : TOTAL - X)
      if (amount > X) {
        const { rows } = await pool().query<{ id: number }>(
          `select id from transactions where payer_id = $1 and kind = 'payment' order by id limit 1`,
          [one.payer.id],
        )
        await one.choose(rows[0]?.id ?? 0)
        await one.dispute()
      }
      expect(await one.amounts()).toEqual({ pending: -amount, balance: TOTAL - amount })
      const seen = await host.as(one.payer, `/api/portal/invoices/${one.invoice}`)
      expect(seen.body).toMatchObject({ amountDue: TOTAL, payable: true, reason: null })
      expect(await one.pay(TOTAL)).toBe(201)
      const { rows } = await pool().query('select held, status::text from transactions where id = $1', [
        one.transaction,
      ])
      expect(rows).toEqual([{ held: null, status: 'succeeded' }])
      expect(await one.amountDue()).toBe(0)
      await post()
      await sync()
      expect(await one.amounts()).toEqual(settled(0))
      expect(books.balanceOf(one.bill)).toBe(0)
    },
  )

  /** Whether every door says that something is due, and how much. */
  async function doorsOf(one: UndoCase) {
    const ask = async (path: string) => (await host.as(one.payer, `/api/portal/${path}`)).body
    const [open, plain, overdue, paid, due] = [
      await ask('invoices?status=open&sort=dueOn&limit=10&count=true'),
      await ask('invoices?status=open&sort=amountDue&limit=7'),
      await ask('invoices?status=overdue'),
      await ask('invoices?status=paid'),
      await ask('summary'),
    ]
    const proposed = await host.as(one.payer, '/api/portal/allocate', {
      method: 'POST',
      body: { amount: TOTAL, currency: 'usd' },
    })
    type Doc = { id: number; amountDue: number; payable: boolean; status: string }
    const of = (answer: Record<string, unknown>) =>
      (answer.docs as Doc[]).map(({ id, amountDue, payable, status }) => ({ id, amountDue, payable, status }))
    return {
      open: of(open),
      count: open.totalDocs,
      plain: of(plain),
      overdue: of(overdue),
      paid: of(paid).map(({ id }) => id),
      totals: due.totals,
      one: await ask(`invoices/${one.invoice}`),
      proposed: proposed.body.allocations,
    }
  }

  type Undone = { takenBack: number; steps: (one: UndoCase) => Promise<unknown> }
  const DUE_AGAIN: Record<string, Undone> = {
    'taken back whole': { takenBack: TOTAL, steps: (one) => one.dispute(TOTAL) },
    'taken back in part': { takenBack: X, steps: (one) => one.dispute(X) },
    'taken back, its reversal posted but not read back': {
      takenBack: TOTAL,
      steps: async (one) => {
        await one.dispute(TOTAL)
        await post()
      },
    },
    'taken back and won': { takenBack: 0, steps: async (one) => one.win(await one.dispute(TOTAL)) },
    'refunded, which the billing system has to say': { takenBack: 0, steps: (one) => one.refund() },
    'taken back, and paid again': {
      takenBack: 0,
      steps: async (one) => {
        await one.dispute(TOTAL)
        await one.pay(TOTAL)
      },
    },
  }

  it.each(Object.entries(DUE_AGAIN))(
    'P-12 every door agrees on an invoice that was paid whole and %s',
    async (_state, { takenBack, steps }) => {
      const one = await billed()
      await one.pay(TOTAL)
      await post()
      await sync()
      // As it was: also what a door has kept of the page must not be shown any more.
      expect(await doorsOf(one)).toMatchObject({ open: [], count: 0, plain: [], paid: [one.invoice], totals: [] })
      await steps(one)
      const doors = await doorsOf(one)
      const shown = { id: one.invoice, amountDue: takenBack, payable: true, status: 'open' }
      const docs = takenBack > 0 ? [shown] : []
      expect(doors).toMatchObject({
        ...{ open: docs, plain: docs, overdue: docs, count: docs.length },
        paid: takenBack > 0 ? [] : [one.invoice],
        totals: docs.map(() => ({
          ...{ currency: 'usd', openCount: 1, openTotal: takenBack, overdueCount: 1, overdueTotal: takenBack },
        })),
        one: { amountDue: takenBack, payable: takenBack > 0, status: takenBack > 0 ? 'open' : 'paid' },
        proposed: docs.map(() => ({ invoice: one.invoice, amount: takenBack })),
      })
      expect(await one.pay(TOTAL)).toBe(takenBack === TOTAL ? 201 : 409)
      if (takenBack > 0 && takenBack < TOTAL) expect(await one.pay(takenBack)).toBe(201)
    },
  )

  it('tells staff when money that was won is taken back again', async () => {
    const one = await billed()
    await one.pay()
    const id = await one.dispute()
    await one.win(id)
    await one.dispute(X, id)
    const { rows } = await pool().query('select kind from payer_portal_alerts where transaction_id = $1', [
      one.transaction,
    ])
    expect(rows.map(({ kind }) => kind)).toEqual(['dispute', 'dispute_again'])
  })
})

type Step = { kind: 'pay' | 'refund' | 'fail' | 'dispute' | 'win' | 'post' | 'sync'; amount: number }

async function take(one: UndoCase, { kind, amount }: Step): Promise<void> {
  if (kind === 'post') return post()
  if (kind === 'sync') return void (await sync())
  if (kind === 'pay') return void expect([201, 409]).toContain(await one.pay(amount))
  const { rows } = await pool().query<{ id: number; kind: string; original_id: number; gateway_id: string }>(
    `select t.id, t.kind, t.original_id, g.gateway_id from transactions t join payer_portal_gateway_payments g on g.transaction_id = t.id
      where t.payer_id = $1 and t.status = 'succeeded' and t.kind = $2 order by t.id`,
    [one.payer.id, { refund: 'payment', dispute: 'payment', fail: 'refund', win: 'dispute' }[kind]],
  )
  const chosen = rows[amount % Math.max(rows.length, 1)]
  if (!chosen) return
  if (kind === 'fail') return one.failLate(chosen.id)
  await one.choose(kind === 'win' ? chosen.original_id : chosen.id)
  if (kind === 'win') return one.win(chosen.gateway_id)
  if (kind === 'dispute') return void (await one.dispute(amount))
  await one.refund(amount).catch((error: { code?: string }) => expect(error.code).toBe('refund_not_possible'))
}

/** What staff are asked to enter, since the payment that it undoes is in the books under another reference. */
async function byHand(one: UndoCase): Promise<{ refunds: number; disputes: number }> {
  const { rows } = await pool().query<{ refunds: string; disputes: string }>(
    `select coalesce(sum(t.amount) filter (where t.kind = 'refund'), 0) as refunds, coalesce(sum(t.amount) filter (where t.kind = 'dispute'), 0) as disputes
      from payer_portal_postings p join transactions t on t.id = p.transaction_id where p.status = 'incomplete' and t.payer_id = $1`,
    [one.payer.id],
  )
  return { refunds: Number(rows[0]?.refunds), disputes: Number(rows[0]?.disputes) }
}

/** How many payments, or won disputes, wait for staff to choose other invoices. */
async function forStaff(one: UndoCase): Promise<number> {
  const { rows } = await pool().query<{ waiting: number }>(
    `select count(*)::int as waiting from payer_portal_postings p join transactions t on t.id = p.transaction_id
      where p.status = 'incomplete' and t.payer_id = $1 and t.kind in ('payment', 'reversal')`,
    [one.payer.id],
  )
  return rows[0]?.waiting ?? 0
}

describe('payments, refunds, disputes, their reversals, postings and syncs', () => {
  const PAID_AGAIN_AND_WON: Step[] = [
    { kind: 'pay', amount: 4750 },
    { kind: 'pay', amount: 4384 },
    { kind: 'refund', amount: 2665 },
    { kind: 'dispute', amount: 1131 },
    { kind: 'pay', amount: 1636 },
    { kind: 'win', amount: 3342 },
    { kind: 'refund', amount: 3597 },
    { kind: 'sync', amount: 4266 },
  ]
  const step: fc.Arbitrary<Step> = fc.record({
    kind: fc.constantFrom('pay', 'pay', 'refund', 'fail', 'dispute', 'dispute', 'win', 'post', 'sync'),
    amount: fc.integer({ min: 50, max: 5000 }),
  })

  it('P-08 in any order never let more be paid than is owed, and the books agree to the cent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
        const one = await billed()
        let wasOver = false
        for (const each of steps) {
          await take(one, each)
          // A dispute that is won after the invoice was paid again leaves it overpaid: nothing is due then.
          expect(await one.amountDue()).toBeLessThanOrEqual(Math.max(0, TOTAL - (await one.kept())))
          const { pending, balance } = await one.amounts()
          wasOver ||= pending > balance
        }
        expect(await partedPending(host.payload)).toEqual([])
        await post()
        await sync()
        if ((await forStaff(one)) > 0) {
          // Only of an overpaid invoice is a payment left to staff, and the books never hold more than it is over.
          expect(wasOver).toBe(true)
          expect(books.balanceOf(one.bill)).toBeGreaterThanOrEqual(0)
          expect(await one.amountDue()).toBe(0)
          return
        }
        const { refunds, disputes } = await byHand(one)
        const balance = TOTAL - (await one.kept()) - refunds - disputes
        expect(await one.amounts()).toEqual({ pending: 0 - disputes, balance })
      }),
      { numRuns: 25, endOnFailure: true, examples: [[PAID_AGAIN_AND_WON]] },
    )
  })
})
