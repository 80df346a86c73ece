// What the gateway relies on, asked of the stand-in, or of a real sandbox when STRIPE_TEST_KEY
// (with STRIPE_TEST_PUBLISHABLE_KEY) is set. A sandbox cannot be told to let time pass, to fail, or
// to answer a 3-D Secure challenge, so those parts are asked of the stand-in only.
import { randomUUID } from 'node:crypto'
import Stripe from 'stripe'
import { stripeGateway } from '../../src/payments/gateways/stripe/stripeGateway.ts'
import type { GatewayPayment, PaymentGateway } from '../../src/payments/PaymentGateway.ts'
import { PUBLISHABLE_KEY, SECRET_KEY, type StandIn, startStandIn, WEBHOOK_SECRET } from './stripeStandIn.ts'

const liveKey = process.env.STRIPE_TEST_KEY
const key = (): string => randomUUID()
const returnUrl = 'https://portal.example.com/portal/payments'

let standIn: StandIn | null = null
let stripe: Stripe
let gateway: PaymentGateway
let customer: string

beforeAll(async () => {
  standIn = liveKey ? null : await startStandIn()
  stripe = standIn?.stripe ?? new Stripe(liveKey ?? '', { telemetry: false })
  gateway = stripeGateway({
    secretKey: liveKey ?? SECRET_KEY,
    publishableKey: process.env.STRIPE_TEST_PUBLISHABLE_KEY ?? PUBLISHABLE_KEY,
    webhookSecret: WEBHOOK_SECRET,
    ...(standIn && { apiBase: standIn.url }),
  })
  customer = (await gateway.ensureCustomer({ payerReference: key(), idempotencyKey: key() })).customer
})

afterAll(async () => {
  const violations = standIn ? await standIn.list('violations') : []
  await standIn?.close()
  expect(violations).toEqual([])
})

async function tokenFor(method: string): Promise<string> {
  return (await stripe.testHelpers.confirmationTokens.create({ payment_method: method })).id
}

type Start = { amount?: number; currency?: string; saveMethod?: boolean; idempotencyKey?: string }

function create({
  amount = 12_345,
  currency = 'usd',
  saveMethod = false,
  idempotencyKey = key(),
}: Start = {}): Promise<GatewayPayment> {
  const method = { confirmationToken: 'not used yet' }
  return gateway.createPayment({
    customer,
    amount,
    currency,
    account: 'operating',
    reference: 'PP-1',
    saveMethod,
    method,
    idempotencyKey,
  })
}

async function pay(method: string, start: Start = {}): Promise<GatewayPayment> {
  const { id } = await create(start)
  const confirmationToken = await tokenFor(method)
  return gateway.confirmPayment({
    payment: id,
    method: { confirmationToken },
    saveMethod: start.saveMethod ?? false,
    returnUrl,
    idempotencyKey: key(),
  })
}

const cancel = (payment: string): Promise<GatewayPayment> => gateway.cancelPayment({ payment, idempotencyKey: key() })

describe('a payment', () => {
  it('is created without charging anything, and carries only our reference', async () => {
    const payment = await create()
    expect(payment).toMatchObject({
      status: 'requires_method',
      amount: 12_345,
      amountReceived: 0,
      currency: 'usd',
      customer,
      reference: 'PP-1',
      clientSecret: null,
      method: null,
      failure: null,
    })
    expect((await stripe.paymentIntents.retrieve(payment.id)).metadata).toEqual({ reference: 'PP-1' })
    expect((await stripe.charges.list({ payment_intent: payment.id })).data).toEqual([])
  })

  it('succeeds with a card, exactly by its amount', async () => {
    const payment = await pay('pm_card_visa')
    expect(payment).toMatchObject({
      status: 'succeeded',
      amount: 12_345,
      amountReceived: 12_345,
      refundedAmount: 0,
      failure: null,
      clientSecret: null,
    })
    expect(payment.method).toMatchObject({ type: 'card', brand: 'visa', last4: '4242' })
    expect(await gateway.retrievePayment({ payment: payment.id })).toEqual(payment)
  })

  it('takes a currency without minor units as it is', async () => {
    expect(await pay('pm_card_visa', { amount: 5000, currency: 'jpy' })).toMatchObject({
      status: 'succeeded',
      amountReceived: 5000,
      currency: 'jpy',
    })
  })

  it.each([
    ['pm_card_chargeDeclined', 'generic_decline'],
    ['pm_card_visa_chargeDeclined', 'generic_decline'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'insufficient_funds'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card'],
  ])('that is declined (%s) is an answer with the reason, and can then be cancelled', async (method, code) => {
    const payment = await pay(method)
    expect(payment).toMatchObject({ status: 'failed', amountReceived: 0, failure: { code } })
    expect(payment.failure?.message).not.toBe('')
    expect(payment.method?.last4).toMatch(/^\d{4}$/)
    expect(await cancel(payment.id)).toMatchObject({ id: payment.id, status: 'canceled' })
  })

  it('that needs 3-D Secure answers the client secret, charges nothing, and can be cancelled', async () => {
    const payment = await pay('pm_card_authenticationRequired')
    expect(payment).toMatchObject({ status: 'requires_action', amountReceived: 0 })
    expect(payment.clientSecret).toContain(`${payment.id}_secret_`)
    expect(await cancel(payment.id)).toMatchObject({ status: 'canceled', clientSecret: null })
  })

  it('by bank debit is processing, and cannot be cancelled then', async () => {
    const payment = await pay('pm_usBankAccount_success')
    expect(payment).toMatchObject({
      status: 'processing',
      amountReceived: 0,
      method: { type: 'us_bank_account', last4: '6789' },
    })
    expect(await cancel(payment.id)).toMatchObject({ id: payment.id, status: 'processing' })
  })

  it('that succeeded is not undone by a cancel: the answer is what it is', async () => {
    const payment = await pay('pm_card_visa')
    expect(await cancel(payment.id)).toMatchObject({ status: 'succeeded', amountReceived: 12_345 })
  })

  it('is confirmed once: a second confirm answers the state and charges nothing more', async () => {
    const payment = await pay('pm_card_visa')
    const confirmationToken = await tokenFor('pm_card_visa')
    const again = await gateway.confirmPayment({
      payment: payment.id,
      method: { confirmationToken },
      saveMethod: false,
      returnUrl,
      idempotencyKey: key(),
    })
    expect(again).toMatchObject({ id: payment.id, status: 'succeeded' })
    expect((await stripe.charges.list({ payment_intent: payment.id })).data).toHaveLength(1)
  })

  it('that does not exist is `payment_not_found`', async () => {
    await expect(gateway.retrievePayment({ payment: 'pi_doesnotexist' })).rejects.toMatchObject({
      code: 'payment_not_found',
    })
    await expect(cancel('pi_doesnotexist')).rejects.toMatchObject({ code: 'payment_not_found' })
  })

  it('below the smallest amount is refused with a code', async () => {
    await expect(create({ amount: gateway.minimumAmount('usd') - 1 })).rejects.toMatchObject({
      code: 'amount_below_minimum',
    })
  })
})

describe('a confirmation token', () => {
  const confirm = async (payment: string, confirmationToken: string): Promise<GatewayPayment> =>
    gateway.confirmPayment({
      payment,
      method: { confirmationToken },
      saveMethod: false,
      returnUrl,
      idempotencyKey: key(),
    })

  it('cannot be used for a second payment', async () => {
    const token = await tokenFor('pm_card_visa')
    await confirm((await create()).id, token)
    const second = await create()
    await expect(confirm(second.id, token)).rejects.toMatchObject({ code: 'payment_details_invalid' })
    expect(await gateway.retrievePayment({ payment: second.id })).toMatchObject({
      status: 'requires_method',
      amountReceived: 0,
    })
  })

  it('that does not exist is refused', async () => {
    await expect(confirm((await create()).id, 'ctoken_doesnotexist')).rejects.toMatchObject({
      code: 'payment_details_invalid',
    })
  })
})

describe('idempotency', () => {
  it('creates and confirms once for one key, also when both calls run at once', async () => {
    const idempotencyKey = key()
    const [first, second] = await Promise.all([create({ idempotencyKey }), create({ idempotencyKey })])
    expect(second.id).toBe(first.id)
    const confirmationToken = await tokenFor('pm_card_visa')
    const confirm = {
      payment: first.id,
      method: { confirmationToken },
      saveMethod: false,
      returnUrl,
      idempotencyKey: key(),
    }
    const answers = await Promise.all([gateway.confirmPayment(confirm), gateway.confirmPayment(confirm)])
    expect(answers.map(({ status }) => status)).toEqual(['succeeded', 'succeeded'])
    expect((await stripe.charges.list({ payment_intent: first.id })).data).toHaveLength(1)
  })

  it('refuses the same key with other parameters', async () => {
    const idempotencyKey = key()
    await create({ idempotencyKey })
    await expect(create({ idempotencyKey, amount: 777 })).rejects.toBeInstanceOf(Stripe.errors.StripeIdempotencyError)
  })
})

describe('a refund', () => {
  const refund = (payment: string, amount: number) =>
    gateway.refundPayment({ payment, amount, currency: 'usd', reference: 'PP-R', idempotencyKey: key() })

  it('gives a part back, then the rest, and no more', async () => {
    const { id } = await pay('pm_card_visa')
    expect(await refund(id, 2345)).toMatchObject({
      status: 'succeeded',
      amount: 2345,
      payment: id,
      reference: 'PP-R',
      failure: null,
    })
    await expect(refund(id, 10_001)).rejects.toMatchObject({ code: 'refund_not_possible' })
    const rest = await refund(id, 10_000)
    expect(await gateway.retrieveRefund({ refund: rest.id })).toEqual(rest)
    await expect(refund(id, 1)).rejects.toMatchObject({ code: 'refund_not_possible' })
    expect(await gateway.retrievePayment({ payment: id })).toMatchObject({
      status: 'succeeded',
      refundedAmount: 12_345,
    })
  })

  it('of a payment that took nothing is refused', async () => {
    await expect(refund((await create()).id, 100)).rejects.toMatchObject({ code: 'refund_not_possible' })
  })
})

describe('a kept method', () => {
  const save = async (method: string) =>
    gateway.saveMethod({ customer, confirmationToken: await tokenFor(method), returnUrl, idempotencyKey: key() })

  it('is kept without a charge, pays later, and is gone after detaching', async () => {
    const setup = await save('pm_card_mastercard')
    expect(setup).toMatchObject({
      status: 'succeeded',
      clientSecret: null,
      customer,
      method: { customer, brand: 'mastercard', last4: '4444' },
    })
    expect(await gateway.retrieveSetup({ setup: setup.id })).toEqual(setup)
    const method = setup.method?.id ?? ''
    const { id } = await create()
    const paid = await gateway.confirmPayment({
      payment: id,
      method: { method },
      saveMethod: false,
      returnUrl,
      idempotencyKey: key(),
    })
    expect(paid).toMatchObject({ status: 'succeeded', method: { id: method, customer } })
    await gateway.detachMethod({ method })
    expect((await gateway.retrieveMethod({ method }))?.customer ?? null).toBeNull()
    await expect(gateway.detachMethod({ method })).resolves.toBeUndefined()
    const later = await create()
    await expect(
      gateway.confirmPayment({
        payment: later.id,
        method: { method },
        saveMethod: false,
        returnUrl,
        idempotencyKey: key(),
      }),
    ).rejects.toMatchObject({ code: 'payment_details_invalid' })
  })

  it('can be kept while paying', async () => {
    const paid = await pay('pm_card_visa', { saveMethod: true })
    expect(paid).toMatchObject({ status: 'succeeded', method: { customer } })
    expect(await gateway.retrieveMethod({ method: paid.method?.id ?? '' })).toMatchObject({ customer })
  })

  it('is not kept while paying without being asked to', async () => {
    const paid = await pay('pm_card_visa')
    expect(await gateway.retrieveMethod({ method: paid.method?.id ?? '' })).toMatchObject({ customer: null })
  })

  it('that is declined is an answer', async () => {
    expect(await save('pm_card_chargeDeclined')).toMatchObject({
      status: 'failed',
      failure: { code: 'generic_decline' },
    })
  })

  it('that needs 3-D Secure answers the client secret and is not attached yet', async () => {
    const setup = await save('pm_card_authenticationRequired')
    expect(setup).toMatchObject({ status: 'requires_action', method: { customer: null } })
    expect(setup.clientSecret).toContain(`${setup.id}_secret_`)
  })

  it('of another customer cannot pay', async () => {
    const other = await gateway.ensureCustomer({ payerReference: key(), idempotencyKey: key() })
    const theirs = await gateway.saveMethod({
      customer: other.customer,
      confirmationToken: await tokenFor('pm_card_visa'),
      returnUrl,
      idempotencyKey: key(),
    })
    const { id } = await create()
    const confirm = gateway.confirmPayment({
      payment: id,
      method: { method: theirs.method?.id ?? '' },
      saveMethod: false,
      returnUrl,
      idempotencyKey: key(),
    })
    await expect(confirm).rejects.toMatchObject({ code: 'payment_details_invalid' })
    expect(await gateway.retrievePayment({ payment: id })).toMatchObject({ amountReceived: 0 })
  })

  it.each(['pm_doesnotexist', 'not an id', '', '../customers'])('with the id %j does not exist', async (method) => {
    expect(await gateway.retrieveMethod({ method })).toBeNull()
  })
})

describe('a customer that was deleted', () => {
  it('is told from every other refusal: no payment is made for it, and nothing is kept', async () => {
    const gone = (await gateway.ensureCustomer({ payerReference: key(), idempotencyKey: key() })).customer
    await gateway.deleteCustomer({ customer: gone })
    const payment = {
      customer: gone,
      amount: 500,
      currency: 'usd',
      account: 'operating',
      reference: key(),
      saveMethod: false,
      method: { confirmationToken: '' },
      idempotencyKey: key(),
    }
    await expect(gateway.createPayment(payment)).rejects.toMatchObject({ code: 'customer_gone' })
    const confirmationToken = await tokenFor('pm_card_visa')
    const setup = { customer: gone, confirmationToken, returnUrl, idempotencyKey: key() }
    await expect(gateway.saveMethod(setup)).rejects.toMatchObject({ code: 'customer_gone' })
    // The token was not used up by that.
    expect(await gateway.saveMethod({ ...setup, customer, idempotencyKey: key() })).toMatchObject({
      status: 'succeeded',
    })
  })
})

describe('one customer for one key', () => {
  it('when ten calls run at once', async () => {
    const input = { payerReference: key(), idempotencyKey: key() }
    const answers = await Promise.all(Array.from({ length: 10 }, () => gateway.ensureCustomer(input)))
    expect(new Set(answers.map((answer) => answer.customer)).size).toBe(1)
  })
})
