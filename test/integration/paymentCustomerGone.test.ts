import { jest } from '@jest/globals'
import { poolOf } from '../../src/base/database.ts'
import { PortalError } from '../../src/base/errors.ts'
import { portalOptions } from '../../src/options/portalOptions.ts'
import type { PaymentGateway } from '../../src/payments/PaymentGateway.ts'
import { recoverPayment } from '../../src/payments/recoverPayment.ts'
import type { LoggedInPayer } from '../factories/loginPayer.ts'
import { bootPaymentHost, type PaymentHost, partedPending } from '../helpers/paymentHost.ts'

let host: PaymentHost
beforeAll(async () => {
  host = await bootPaymentHost()
})
afterEach(() => jest.restoreAllMocks())
afterAll(async () => {
  const parted = await partedPending(host.payload)
  await host.close()
  expect(parted).toEqual([])
})

const METHODS = '/api/portal/payment-methods'
type Payer = LoggedInPayer & { client: string }

const rowsOf = async (text: string, values: unknown[]) => (await poolOf(host.payload).query(text, values)).rows
const customerOf = async (payer: Payer): Promise<string> =>
  (await rowsOf('select customer_id from payer_portal_customers where payer_id = $1', [payer.id]))[0]?.customer_id
const methodsOf = async (payer: Payer) => (await host.as(payer, METHODS)).body.docs

const keep = async (payer: Payer, method = 'pm_card_visa') =>
  host.as(payer, METHODS, { method: 'POST', body: { confirmationToken: await host.token(method), consent: true } })

async function payNew(payer: Payer, amount = 1000) {
  const invoice = await host.invoice(payer.client)
  const confirmationToken = await host.token()
  const answer = await host.pay(payer, { allocations: [{ invoice, amount }], confirmationToken })
  return { invoice, answer }
}

/** A payer with two kept cards whose customer was then deleted in the gateway's dashboard. */
async function deserted() {
  const payer = await host.payer()
  const methods = [
    (await keep(payer)).body.paymentMethod.id,
    (await keep(payer, 'pm_card_mastercard')).body.paymentMethod.id,
  ]
  const gone = await customerOf(payer)
  await host.standIn.stripe.customers.del(gone)
  return { payer, methods, gone }
}

/** The customers that the gateway has for this payer now. */
async function living(payer: Payer): Promise<string[]> {
  const all = await host.standIn.stripe.customers.list({ limit: 100 }).autoPagingToArray({ limit: 1000 })
  return all.filter(({ metadata }) => metadata.reference === `payer-${payer.id}`).map(({ id }) => id)
}

describe('a payer whose customer was deleted at the gateway', () => {
  it('pays with a new card under a new customer, and the cards of the old one are no longer offered', async () => {
    const { payer, methods, gone } = await deserted()
    expect(await methodsOf(payer)).toHaveLength(2)
    const { invoice, answer } = await payNew(payer)
    expect([answer.status, answer.body.transaction?.status]).toEqual([201, 'succeeded'])
    expect(await host.pendingOf(invoice)).toBe(1000)
    expect(await living(payer)).toEqual([await customerOf(payer)])
    expect(await customerOf(payer)).not.toBe(gone)
    expect(await methodsOf(payer)).toEqual([])
    const removed = await rowsOf(
      `select (data->>'method')::int as method from audit_log where payer_id = $1 and action = 'method_removed' order by id`,
      [payer.id],
    )
    expect(removed.map(({ method }) => method).sort((a, b) => a - b)).toEqual(methods)
  })

  it('keeps a new card, which is the default, and pays with it', async () => {
    const { payer } = await deserted()
    const kept = await keep(payer)
    expect([kept.status, kept.body.paymentMethod]).toMatchObject([201, { isDefault: true, last4: '4242' }])
    expect(await methodsOf(payer)).toMatchObject([{ id: kept.body.paymentMethod.id }])
    const invoice = await host.invoice(payer.client)
    const paid = await host.pay(payer, {
      allocations: [{ invoice, amount: 700 }],
      paymentMethod: kept.body.paymentMethod.id,
    })
    expect([paid.status, paid.body.transaction?.status]).toEqual([201, 'succeeded'])
  })

  it('is not charged by a card that went with it, and is offered it no longer', async () => {
    const { payer, methods } = await deserted()
    const invoice = await host.invoice(payer.client)
    const answer = await host.pay(payer, { allocations: [{ invoice, amount: 700 }], paymentMethod: methods[0] })
    expect([answer.status, answer.body.errors[0].data.code]).toEqual([404, 'payment_method_not_found'])
    expect(await host.pendingOf(invoice)).toBe(0)
    expect((await methodsOf(payer)).map(({ id }: { id: number }) => id)).toEqual([methods[1]])
  })

  it('P-10 gets one new customer from ten tabs that pay and keep cards at the same time', async () => {
    const { payer } = await deserted()
    const answers = await Promise.all(
      Array.from({ length: 10 }, async (_, tab) => (tab % 2 ? keep(payer) : (await payNew(payer, 100 + tab)).answer)),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201))
    expect(await living(payer)).toEqual([await customerOf(payer)])
    expect(await methodsOf(payer)).toHaveLength(5)
  })

  it('P-10 gets another one when that is deleted too, on the same day', async () => {
    const { payer, gone } = await deserted()
    await payNew(payer)
    const second = await customerOf(payer)
    await host.standIn.stripe.customers.del(second)
    expect((await payNew(payer)).answer.status).toBe(201)
    expect(new Set([gone, second, await customerOf(payer)]).size).toBe(3)
    expect(await living(payer)).toEqual([await customerOf(payer)])
  })

  it('has a payment that never reached the gateway ended, and what it reserved freed', async () => {
    const { payer } = await deserted()
    const gateway = portalOptions(host.payload).gateway as PaymentGateway
    jest.spyOn(gateway, 'createPayment').mockRejectedValueOnce(new PortalError('gateway_unavailable'))
    const { invoice, answer } = await payNew(payer)
    expect([answer.status, await host.pendingOf(invoice)]).toEqual([503, 1000])
    const transaction = answer.body.errors[0].data.transaction.id
    await recoverPayment({ payload: host.payload, transaction, mode: 'end' })
    expect(await rowsOf('select status from transactions where id = $1', [transaction])).toEqual([
      { status: 'canceled' },
    ])
    expect(await host.pendingOf(invoice)).toBe(0)
  })
})
