import { bootPaymentHost, type PaymentHost, partedPending } from '../helpers/paymentHost.ts'

let host: PaymentHost
beforeAll(async () => {
  host = await bootPaymentHost()
})
afterAll(async () => {
  const parted = await partedPending(host.payload)
  await host.close()
  expect(parted).toEqual([])
})

async function pay(currency: string, amount: number) {
  const payer = await host.payer()
  const invoice = await host.invoice(payer.client, { currency, balance: 100_000, total: 100_000 })
  const answer = await host.pay(payer, {
    currency,
    allocations: [{ invoice, amount }],
    confirmationToken: await host.token(),
  })
  return { payer, invoice, answer }
}

describe('what the gateway refuses to make', () => {
  it('reserves nothing for ever: an unknown currency', async () => {
    const { payer, invoice, answer } = await pay('zzz', 1000)
    expect([answer.status, answer.body.errors[0].data.code]).toEqual([409, 'payment_not_possible'])
    expect(answer.body.errors[0].data.transaction).toMatchObject({ status: 'failed', amount: 1000 })
    expect(await host.pendingOf(invoice)).toBe(0)
    const again = await host.as(payer, `/api/portal/invoices/${invoice}`)
    expect(again.body).toMatchObject({ amountDue: 100_000, payable: true })
  })
})

describe('P-14 currencies that the gateway counts otherwise', () => {
  it('takes dinars in steps of ten fils, and says so before anything is reserved', async () => {
    const odd = await pay('kwd', 5124)
    expect([odd.answer.status, odd.answer.body.errors[0].data]).toEqual([400, { code: 'amount_invalid', step: 10 }])
    expect(odd.answer.body.errors[0].message).toMatch(/KWD.0\.010/)
    expect(await host.pendingOf(odd.invoice)).toBe(0)
    const even = await pay('kwd', 5120)
    expect([even.answer.status, even.answer.body.transaction.amount]).toEqual([201, 5120])
  })

  it('charges 500 krónur as 500 krónur, and refunds 200 of them', async () => {
    const { answer } = await pay('isk', 500)
    expect([answer.status, answer.body.transaction]).toMatchObject([
      201,
      { status: 'succeeded', amount: 500, held: null },
    ])
    const chargeOf = async () =>
      (await host.charges()).find(({ reference }) => reference === answer.body.transaction.reference)
    expect((await chargeOf())?.amount).toBe(50_000)
    const { payload } = host
    const credentials = { email: 'staff@example.test', password: 'Staff-portal-2026!' }
    await payload.create({ collection: 'users', data: credentials, overrideAccess: true })
    const { token } = await payload.login({ collection: 'users', data: credentials })
    const refunded = await host.call(`/api/transactions/${answer.body.transaction.id}/refund`, {
      method: 'POST',
      headers: { authorization: `JWT ${token}` },
      body: { amount: 200 },
    })
    expect([refunded.status, refunded.body.original.refundedAmount]).toEqual([201, 200])
    expect((await chargeOf())?.amount_refunded).toBe(20_000)
  })
})
