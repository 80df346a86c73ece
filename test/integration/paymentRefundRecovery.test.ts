import { jest } from '@jest/globals'
import { poolOf } from '../../src/base/database.ts'
import { PortalError } from '../../src/base/errors.ts'
import { portalOptions } from '../../src/options/portalOptions.ts'
import type { PaymentGateway } from '../../src/payments/PaymentGateway.ts'
import { recoverRefund } from '../../src/payments/refunds/recoverRefund.ts'
import { refundPayment } from '../../src/payments/refunds/refundPayment.ts'
import { settleRefund } from '../../src/payments/refunds/settleRefund.ts'
import { bootPaymentHost, type PaymentHost } from '../helpers/paymentHost.ts'

let host: PaymentHost
beforeAll(async () => {
  host = await bootPaymentHost()
})
afterEach(() => jest.restoreAllMocks())
afterAll(() => host.close())

const gateway = () => portalOptions(host.payload).gateway as PaymentGateway
const one = async (text: string, values: unknown[]) => (await poolOf(host.payload).query(text, values)).rows[0]

async function paid() {
  const payer = await host.payer()
  const invoice = await host.invoice(payer.client)
  const answer = await host.pay(payer, {
    allocations: [{ invoice, amount: 10_000 }],
    confirmationToken: await host.token(),
  })
  const { id, reference } = answer.body.transaction as { id: number; reference: string }
  const charge = async () => (await host.charges()).find((each) => each.reference === reference)
  return { transaction: id, charge }
}

/** A refund whose answer is lost: it was made at the gateway, or its request never came there. */
async function lost(transaction: number, amount: number, isMade: boolean): Promise<number> {
  const refund = gateway().refundPayment
  jest.spyOn(gateway(), 'refundPayment').mockImplementationOnce(async (input) => {
    if (isMade) await refund(input)
    throw new PortalError('gateway_unavailable')
  })
  const asked = refundPayment({
    payload: host.payload,
    transaction,
    wish: { amount },
    actor: { id: 1, collection: 'users' },
  })
  await expect(asked).rejects.toMatchObject({ code: 'gateway_unavailable' })
  return Number((await one('select max(id) as id from transactions where original_id = $1', [transaction])).id)
}

async function recover(refund: number): Promise<unknown> {
  await poolOf(host.payload).query(
    `update payer_portal_gateway_payments set lease_until = now() - interval '1 second' where transaction_id = $1`,
    [refund],
  )
  await recoverRefund({ payload: host.payload, transaction: refund })
  return one('select status from transactions where id = $1', [refund])
}

describe('a refund whose answer was lost', () => {
  it.each([
    ['a part', 4000],
    ['the whole', 10_000],
  ])('P-11 of %s is found after 25 hours, when the gateway has forgotten its key', async (_, amount) => {
    const { transaction, charge } = await paid()
    const refund = await lost(transaction, amount, true)
    await host.standIn.control('advance', { seconds: 25 * 3600 })
    expect(await recover(refund)).toEqual({ status: 'succeeded' })
    expect((await charge())?.amount_refunded).toBe(amount)
  })

  it('P-11 is made when it never reached the gateway', async () => {
    const { transaction, charge } = await paid()
    const refund = await lost(transaction, 4000, false)
    await host.standIn.control('advance', { seconds: 25 * 3600 })
    expect(await recover(refund)).toEqual({ status: 'succeeded' })
    expect((await charge())?.amount_refunded).toBe(4000)
  })
})

it('P-13 a refund made in the dashboard beyond what is left here is told to staff, not dropped', async () => {
  const { transaction, charge } = await paid()
  await lost(transaction, 9000, false)
  await host.standIn.stripe.refunds.create({ payment_intent: String((await charge())?.payment_intent), amount: 2500 })
  await host.deliver()
  const booked = await one(`select amount from transactions where original_id = $1 and status = 'succeeded'`, [
    transaction,
  ])
  expect(booked).toEqual({ amount: '1000' })
  const alert = await one('select kind, message from payer_portal_alerts where transaction_id = $1', [transaction])
  expect(alert).toMatchObject({ kind: 'refund_unbooked', message: expect.stringContaining('2500 usd') })
})

it('P-13 a refund that was given up and succeeds after all counts against what can be refunded', async () => {
  const { transaction } = await paid()
  const refund = await lost(transaction, 4000, true)
  const told = (status: 'failed' | 'succeeded') =>
    settleRefund({ payload: host.payload, transaction: refund, refund: { id: null, status, failure: null } })
  const refunded = () => one('select refunded_amount from transactions where id = $1', [transaction])
  await told('failed')
  expect(await refunded()).toEqual({ refunded_amount: '0' })
  await told('succeeded')
  await told('succeeded')
  expect(await refunded()).toEqual({ refunded_amount: '4000' })
})
