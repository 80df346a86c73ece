import { createAssociation } from '../factories/createAssociation.ts'
import type { LoggedInPayer } from '../factories/loginPayer.ts'
import { bootPaymentHost, type PaymentHost } from '../helpers/paymentHost.ts'

let host: PaymentHost
beforeAll(async () => {
  host = await bootPaymentHost()
})
afterAll(() => host.close())

const allocate = (payer: LoggedInPayer, body: Record<string, unknown>) =>
  host.as(payer, '/api/portal/allocate', { method: 'POST', body })
const linesOf = (answer: { body: Record<string, any> }) =>
  answer.body.allocations.map(({ invoice, amount }: { invoice: number; amount: number }) => [invoice, amount])

describe('POST /api/portal/allocate', () => {
  it('spreads oldest to newest over what can be paid, skips the rest, changes nothing, and its answer can be paid', async () => {
    const payer = await host.payer()
    const make = (given: Record<string, unknown>) => host.invoice(payer.client, given)
    const third = await make({ dueOn: null, issuedOn: '2026-03-01', balance: 300 })
    const second = await make({ dueOn: '2026-02-01', number: 'b', balance: 200 })
    const first = await make({ dueOn: '2026-02-01', number: 'B', balance: 100 })
    const last = await make({ dueOn: null, issuedOn: null, balance: 400 })
    await make({ dueOn: '2020-01-01', hold: 'wait' })
    await make({ dueOn: '2020-01-01', balance: -500 })
    await make({ dueOn: '2020-01-01', account: 'trust-ny' })
    await make({ dueOn: '2020-01-01', account: 'elsewhere' })
    await make({ dueOn: '2020-01-01', status: 'void' })
    await make({ dueOn: '2020-01-01', currency: 'eur' })
    const viewed = `${payer.client}-view`
    await createAssociation(host.payload, payer.id, { clientNumber: viewed, ability: 'view' })
    await host.invoice(viewed, { dueOn: '2020-01-01' })
    const answer = await allocate(payer, { amount: 650, currency: 'usd' })
    expect([answer.status, linesOf(answer), answer.body.remainder]).toEqual([
      200,
      [
        [first, 100],
        [second, 200],
        [third, 300],
        [last, 50],
      ],
      0,
    ])
    expect(await host.pendingOf(first)).toBe(0)
    const all = await allocate(payer, { amount: 5000, currency: 'usd' })
    expect([linesOf(all).length, all.body.remainder]).toEqual([4, 4000])
    const paid = await host.pay(payer, {
      amount: 650,
      allocations: answer.body.allocations,
      confirmationToken: await host.token(),
    })
    expect(paid.status).toBe(201)
    expect(linesOf(await allocate(payer, { amount: 650, currency: 'usd' }))).toEqual([[last, 350]])
  })

  it('asks for the account when several fit, and takes only the named invoices and account', async () => {
    const payer = await host.payer()
    const ny = await host.invoice(payer.client)
    const tokyo = await host.invoice(payer.client, { account: 'operating-tokyo' })
    const asked = await allocate(payer, { amount: 100, currency: 'usd' })
    expect([asked.status, asked.body.errors[0].data]).toEqual([
      400,
      { code: 'account_required', accounts: ['operating-ny', 'operating-tokyo'] },
    ])
    expect(linesOf(await allocate(payer, { amount: 100, currency: 'usd', account: 'operating-tokyo' }))).toEqual([
      [tokyo, 100],
    ])
    expect(linesOf(await allocate(payer, { amount: 100, currency: 'usd', invoices: [ny] }))).toEqual([[ny, 100]])
    expect(await allocate(payer, { amount: 100, currency: 'usd', account: 'nowhere' })).toMatchObject({
      status: 200,
      body: { allocations: [], remainder: 100 },
    })
  })

  it('refuses bad input with 400 and foreign invoices with 404', async () => {
    const payer = await host.payer()
    const other = await host.payer()
    const foreign = await host.invoice(other.client)
    const bad = [
      {},
      { amount: 1.5, currency: 'usd' },
      { amount: 0, currency: 'usd' },
      { amount: 1 },
      { amount: 1, currency: 'usd', invoices: 'all' },
      { amount: 1, currency: 'usd', account: 5 },
    ]
    for (const body of bad) expect((await allocate(payer, body)).status).toBe(400)
    for (const invoice of [foreign, 2_000_000_000, 'x', null])
      expect((await allocate(payer, { amount: 1, currency: 'usd', invoices: [invoice] })).status).toBe(404)
    expect(
      (await host.call('/api/portal/allocate', { method: 'POST', body: { amount: 1, currency: 'usd' } })).status,
    ).toBe(401)
  })
})

describe('other currencies', () => {
  it('P-14 charges whole yen and thousandths of a dinar as they are', async () => {
    const payer = await host.payer()
    for (const [currency, balance] of [
      ['jpy', 1200],
      ['kwd', 12_340],
    ] as const) {
      const invoice = await host.invoice(payer.client, { currency, balance, account: 'operating-tokyo' })
      const answer = await host.pay(payer, {
        currency,
        allocations: [{ invoice, amount: balance }],
        confirmationToken: await host.token(),
      })
      expect(answer.body.transaction).toMatchObject({ status: 'succeeded', amount: balance, currency })
      const charge = (await host.charges()).find(({ reference }) => reference === answer.body.transaction.reference)
      expect(charge).toMatchObject({ amount: balance, currency })
    }
  })
})
