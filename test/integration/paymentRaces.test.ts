import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { poolOf, withTransaction } from '../../src/base/database.ts'
import { endUnpayable } from '../../src/payments/endUnpayable.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { loginPayer } from '../factories/loginPayer.ts'
import { bootPaymentHost, type PaymentHost, partedPending } from '../helpers/paymentHost.ts'

let host: PaymentHost
beforeAll(async () => {
  host = await bootPaymentHost()
})
afterAll(() => host.close())

const statuses = (answers: { status: number }[]) => answers.map(({ status }) => status).sort()

async function chargedOn(invoice: number): Promise<number> {
  const { rows } = await poolOf(host.payload).query<{ reference: string }>(
    'select t.reference from transactions t join transactions_allocations a on a._parent_id = t.id where a.invoice_id = $1',
    [invoice],
  )
  const ours = new Set(rows.map(({ reference }) => reference))
  const charges = await host.charges()
  return charges
    .filter(({ reference, status }) => ours.has(String(reference)) && (status === 'succeeded' || status === 'pending'))
    .reduce((sum, { amount }) => sum + Number(amount), 0)
}

describe('parallel payments', () => {
  it('P-07 ten parallel payments of the full amount: one is charged', async () => {
    const payer = await host.payer()
    const invoice = await host.invoice(payer.client)
    const tokens = await Promise.all(Array.from({ length: 10 }, () => host.token()))
    const answers = await Promise.all(
      tokens.map((confirmationToken) =>
        host.pay(payer, { allocations: [{ invoice, amount: 10_000 }], confirmationToken }),
      ),
    )
    expect(statuses(answers)).toEqual([201, ...Array(9).fill(409)])
    expect(await chargedOn(invoice)).toBe(10_000)
    expect(await host.pendingOf(invoice)).toBe(10_000)
  })

  it('P-07 two payers of one invoice cannot both pay it', async () => {
    const payers = [await host.payer(), await loginPayer(host)]
    const [first, second] = payers
    if (!first || !second) throw new Error('no payers')
    const client = `shared-${first.id}`
    for (const { id } of payers) await createAssociation(host.payload, id, { clientNumber: client })
    const invoice = await host.invoice(client)
    const tokens = [await host.token(), await host.token()]
    const answers = await Promise.all(
      payers.map((payer, at) =>
        host.pay(payer, { allocations: [{ invoice, amount: 10_000 }], confirmationToken: tokens[at] }),
      ),
    )
    expect(statuses(answers)).toEqual([201, 409])
    expect(await chargedOn(invoice)).toBe(10_000)
  })

  it('P-07 a card is refused while a bank debit of the invoice is processing', async () => {
    const payer = await host.payer()
    const invoice = await host.invoice(payer.client)
    const debit = await host.pay(payer, {
      allocations: [{ invoice, amount: 10_000 }],
      confirmationToken: await host.token('pm_usBankAccount_success'),
    })
    expect(debit.body.transaction.status).toBe('processing')
    const card = await host.pay(payer, {
      allocations: [{ invoice, amount: 50 }],
      confirmationToken: await host.token(),
    })
    expect([card.status, card.body.errors[0].data.reason]).toEqual([409, 'in_progress'])
  })

  it('P-07 crossing payments of several invoices end without a deadlock and within what is due', async () => {
    const payer = await host.payer()
    const invoices = await Promise.all(Array.from({ length: 4 }, () => host.invoice(payer.client)))
    const tokens = await Promise.all(Array.from({ length: 8 }, () => host.token()))
    const answers = await Promise.all(
      tokens.map((confirmationToken, at) => {
        const ordered = at % 2 ? invoices : [...invoices].reverse()
        return host.pay(payer, {
          allocations: ordered.map((invoice) => ({ invoice, amount: 4000 })),
          confirmationToken,
        })
      }),
    )
    expect(statuses(answers)).toEqual([201, 201, ...Array(6).fill(409)])
    for (const invoice of invoices) expect(await host.pendingOf(invoice)).toBe(8000)
  })

  it('makes one customer at the gateway for ten parallel first payments', async () => {
    const payer = await host.payer()
    const invoices = await Promise.all(Array.from({ length: 10 }, () => host.invoice(payer.client)))
    const tokens = await Promise.all(invoices.map(() => host.token()))
    const answers = await Promise.all(
      invoices.map((invoice, at) =>
        host.pay(payer, { allocations: [{ invoice, amount: 500 }], confirmationToken: tokens[at] }),
      ),
    )
    expect(statuses(answers)).toEqual(Array(10).fill(201))
    const customers = await host.standIn.stripe.customers.list({ limit: 100 })
    const own = customers.data.filter(({ metadata }) => metadata.reference === `payer-${payer.id}`)
    expect(own).toHaveLength(1)
    const references = new Set(answers.map(({ body }) => body.transaction.reference))
    const charges = (await host.charges()).filter(({ reference }) => references.has(String(reference)))
    expect(new Set(charges.map(({ customer }) => customer))).toEqual(new Set([own[0]?.id]))
  })
})

describe('the amount that is charged', () => {
  it("P-06 is the server's: a client that sends 1 cent, or another sum or currency, charges nothing", async () => {
    const payer = await host.payer()
    const invoice = await host.invoice(payer.client)
    const before = (await host.charges()).length
    const sent = [
      { amount: 1, allocations: [{ invoice, amount: 10_000 }] },
      { amount: 10_000, allocations: [{ invoice, amount: 1 }] },
      { amount: 10_000, currency: 'jpy', allocations: [{ invoice, amount: 10_000 }] },
    ]
    for (const body of sent) {
      const answer = await host.pay(payer, { ...body, confirmationToken: await host.token() })
      expect(answer.status).toBe(400)
    }
    expect(await host.charges()).toHaveLength(before)
    expect(await host.pendingOf(invoice)).toBe(0)
  })

  it.each([
    ['another currency', `currency = 'eur'`],
    ['another account', `account = 'trust-ny'`],
  ])('P-06 an invoice that is of %s by now is not charged, and what arrives for it is held', async (_what, change) => {
    const payer = await host.payer()
    const [asked, debited] = [await host.invoice(payer.client), await host.invoice(payer.client)]
    const pay = async (invoice: number, method: string) =>
      host.pay(payer, { allocations: [{ invoice, amount: 10_000 }], confirmationToken: await host.token(method) })
    const waiting = await pay(asked, 'pm_card_authenticationRequired')
    const debit = await pay(debited, 'pm_usBankAccount_success')
    expect([waiting.body.transaction.status, debit.body.transaction.status]).toEqual(['requires_action', 'processing'])
    await poolOf(host.payload).query(`update invoices set ${change} where id = any($1)`, [[asked, debited]])
    await endUnpayable({ payload: host.payload, transaction: waiting.body.transaction.id })
    await host.standIn.control('advance', { businessDays: 5 })
    await host.deliver()
    const { rows } = await poolOf(host.payload).query(
      `select t.status::text, t.held, (select count(*)::int from payer_portal_postings p where p.transaction_id = t.id) as postings,
        (select array_agg(kind) from payer_portal_alerts a where a.transaction_id = t.id) as alerts
        from transactions t where t.payer_id = $1 order by t.id`,
      [payer.id],
    )
    expect(rows).toEqual([
      { status: 'canceled', held: null, postings: 0, alerts: null },
      { status: 'succeeded', held: 'invoice_not_payable', postings: 0, alerts: ['invoice_not_payable'] },
    ])
    expect([await host.pendingOf(asked), await host.pendingOf(debited)]).toEqual([0, 10_000])
  })

  it('P-06 an invoice that changes between reservation and charge is not charged', async () => {
    const payer = await host.payer()
    const invoice = await host.invoice(payer.client)
    const before = (await host.charges()).length
    await host.standIn.control('configure', { latencyMs: 300 })
    const paying = host.pay(payer, {
      allocations: [{ invoice, amount: 10_000 }],
      confirmationToken: await host.token(),
    })
    // As a sync would, once the amount is reserved.
    let isReserved = false
    while (!isReserved) {
      isReserved = await withTransaction(host.payload, async (tx) => {
        const { rowCount } = await tx.query({
          text: 'update invoices set balance = 9000 where id = $1 and pending = 10000',
          values: [invoice],
        })
        return rowCount === 1
      })
    }
    const answer = await paying
    await host.standIn.control('configure', { latencyMs: 0 })
    expect([answer.status, answer.body.errors[0].data.code]).toEqual([409, 'invoice_not_payable'])
    expect(answer.body.errors[0].data.transaction.status).toBe('canceled')
    expect(await host.charges()).toHaveLength(before)
    expect(await host.pendingOf(invoice)).toBe(0)
  })
})

describe('random interleavings', () => {
  const step = fc.record({
    amount: fc.integer({ min: 50, max: 6000 }),
    invoice: fc.nat({ max: 2 }),
    method: fc.constantFrom('pm_card_visa', 'pm_card_visa', 'pm_card_chargeDeclined', 'pm_usBankAccount_success'),
    balanceBy: fc.constantFrom(0, 0, 1500),
  })

  it('P-08 what is reserved and booked never exceeds what was due, and pending is the sum of what is held', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 3 }),
        async (rounds) => {
          const payer = await host.payer()
          const invoices = await Promise.all([0, 1, 2].map(() => host.invoice(payer.client)))
          for (const round of rounds) {
            await Promise.all(
              round.map(async ({ amount, invoice: at, method, balanceBy }) => {
                const invoice = invoices[at] ?? 0
                if (balanceBy)
                  await poolOf(host.payload).query('update invoices set balance = balance + $2 where id = $1', [
                    invoice,
                    balanceBy,
                  ])
                const answer = await host.pay(
                  payer,
                  { allocations: [{ invoice, amount }], confirmationToken: await host.token(method) },
                  randomUUID(),
                )
                expect([201, 402, 409]).toContain(answer.status)
              }),
            )
            expect(await partedPending(host.payload)).toEqual([])
            const { rows } = await poolOf(host.payload).query(
              'select id from invoices where id = any($1) and (pending > balance or pending < 0)',
              [invoices],
            )
            expect(rows).toEqual([])
            for (const invoice of invoices) expect(await chargedOn(invoice)).toBe(await host.pendingOf(invoice))
          }
        },
      ),
      { numRuns: 8 },
    )
  })
})
