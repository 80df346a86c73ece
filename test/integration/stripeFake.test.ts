import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Stripe from 'stripe'
import { programArgs } from '../../demo/infra/programArgs.ts'
import { PUBLISHABLE_KEY, SECRET_KEY, type StandIn, sdkFor, startStandIn } from './stripeStandIn.ts'

let standIn: StandIn
let stripe: Stripe
const payment = {
  amount: 5000,
  currency: 'usd',
  automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
} as const

beforeAll(async () => {
  standIn = await startStandIn()
  stripe = standIn.stripe
})

afterAll(async () => {
  const violations = await standIn.list('violations')
  await standIn.close()
  expect(violations).toEqual([])
})

const paid = (method = 'pm_card_visa'): Promise<Stripe.PaymentIntent> =>
  stripe.paymentIntents.create({ ...payment, payment_method: method, confirm: true })

describe('keys', () => {
  it.each([
    ['no key', ''],
    ['another key', 'sk_test_another'],
    ['a live key', 'sk_live_another'],
  ])('with %s nothing is answered: 401', async (_, key) => {
    const { status, body } = await standIn.call('GET', '/v1/customers', { key })
    expect(status).toBe(401)
    expect(body).toMatchObject({ error: { type: 'invalid_request_error' } })
    expect(JSON.stringify(body)).not.toContain('another')
  })

  it.each([
    ['POST', '/v1/payment_intents'],
    ['POST', '/v1/customers'],
    ['POST', '/v1/refunds'],
    ['GET', '/v1/charges'],
    ['GET', '/v1/events'],
  ])('a publishable key may not %s %s', async (method, at) => {
    const { status, body } = await standIn.call(method, at, { key: PUBLISHABLE_KEY })
    expect(status).toBe(401)
    expect(body).toMatchObject({ error: { code: 'secret_key_required' } })
  })

  it('a publishable key reads an intent with its client secret only, and without customer and metadata', async () => {
    const customer = (await stripe.customers.create({})).id
    const { id, client_secret: secret } = await stripe.paymentIntents.create({
      ...payment,
      customer,
      metadata: { reference: 'R' },
    })
    const read = (params: Record<string, string>) =>
      standIn.call('GET', `/v1/payment_intents/${id}`, { key: PUBLISHABLE_KEY, params })
    expect((await read({})).status).toBe(400)
    expect((await read({ client_secret: `${id}_secret_guess` })).status).toBe(400)
    const { status, body } = await read({ client_secret: secret ?? '' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ id, status: 'requires_payment_method', amount: 5000 })
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['customer']))
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['metadata']))
  })

  it('refuses to start with a key that is not a test key', async () => {
    await expect(startStandIn({ secretKey: 'sk_live_real' })).rejects.toThrow('sk_test_')
  })
})

describe('what the browser sends', () => {
  const token = (card: Record<string, string>) => {
    const fields = Object.entries(card).map(([name, value]) => [`payment_method_data[card][${name}]`, value])
    return standIn.call('POST', '/v1/confirmation_tokens', {
      key: PUBLISHABLE_KEY,
      params: { 'payment_method_data[type]': 'card', ...Object.fromEntries(fields) },
    })
  }
  const card = { number: '4242424242424242', exp_month: '12', exp_year: '2040', cvc: '123' }

  it('becomes a token that pays, and the number is kept nowhere', async () => {
    const { status, body } = await token(card)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      object: 'confirmation_token',
      payment_method_preview: { type: 'card', card: { last4: '4242' } },
    })
    const { id } = await stripe.paymentIntents.create(payment)
    expect((await stripe.paymentIntents.confirm(id, { confirmation_token: String(body.id) })).status).toBe('succeeded')
    expect(JSON.stringify([body, (await stripe.events.list({ limit: 100 })).data])).not.toContain(card.number)
  })

  it.each([
    ['a wrong check digit', { number: '4242424242424241' }, 'incorrect_number'],
    ['a real-looking number', { number: '4539578763621486' }, 'card_declined'],
    ['a past year', { exp_year: '2020' }, 'invalid_expiry_year'],
    ['month 13', { exp_month: '13' }, 'invalid_expiry_month'],
  ])('with %s is a card error', async (_, change, code) => {
    expect(await token({ ...card, ...change })).toMatchObject({
      status: 402,
      body: { error: { type: 'card_error', code } },
    })
  })

  it('is answered across origins, but never the control routes', async () => {
    const preflight = await fetch(`${standIn.url}/v1/confirmation_tokens`, { method: 'OPTIONS' })
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
    const control = await fetch(`${standIn.url}/_fake/reset`, {
      method: 'POST',
      headers: { origin: 'http://evil.example' },
    })
    expect(control.status).toBe(403)
  })
})

describe('requests', () => {
  it.each([
    ['an unknown parameter', { bogus: '1' }, 'parameter_unknown'],
    ['an unknown parameter inside another', { 'automatic_payment_methods[bogus]': '1' }, 'parameter_unknown'],
    ['no currency', { currency: '' }, undefined],
    ['an unknown currency', { currency: 'zzz' }, undefined],
    ['a text as amount', { amount: 'abc' }, 'parameter_invalid'],
    ['a broken amount', { amount: '10.5' }, 'parameter_invalid_integer'],
    ['a negative amount', { amount: '-100' }, 'parameter_invalid_integer'],
    ['too small an amount', { amount: '49' }, 'amount_too_small'],
    ['too large an amount', { amount: '100000000' }, 'amount_too_large'],
    ['a value that is not in the list', { capture_method: 'later' }, 'parameter_invalid'],
    ['a parameter that is not played', { description: 'x', statement_descriptor: 'x' }, 'parameter_not_played'],
    ['long metadata', { 'metadata[a]': 'x'.repeat(501) }, undefined],
  ])('with %s are refused with 400', async (_, change, code) => {
    const { status, body } = await standIn.call('POST', '/v1/payment_intents', {
      params: { amount: '5000', currency: 'usd', ...change },
    })
    expect(status).toBe(400)
    expect(body).toMatchObject({ error: { type: 'invalid_request_error', ...(code && { code }) } })
  })

  it('to an address that is not played are 404, never an empty success', async () => {
    const { status, body } = await standIn.call('GET', '/v1/subscriptions')
    expect(status).toBe(404)
    expect(body).toMatchObject({
      error: { message: expect.stringContaining('Unrecognized request URL (GET: /v1/subscriptions)') },
    })
  })

  it('list newest first, page by page', async () => {
    const made = []
    for (let at = 0; at < 5; at++) made.unshift((await stripe.customers.create({ email: 'page@example.com' })).id)
    const found = await stripe.customers.list({ email: 'page@example.com', limit: 2 }).autoPagingToArray({ limit: 10 })
    expect(found.map(({ id }) => id)).toEqual(made)
  })
})

describe('idempotency keys', () => {
  const create = (idempotencyKey: string, amount = 5000) =>
    stripe.paymentIntents.create({ ...payment, amount }, { idempotencyKey })

  it('answer again what they answered, a decline too, and say so', async () => {
    const idempotencyKey = randomUUID()
    const decline = () =>
      stripe.paymentIntents.create(
        { ...payment, payment_method: 'pm_card_chargeDeclined', confirm: true },
        { idempotencyKey },
      )
    const first = await decline().catch((error: unknown) => error)
    const second = await decline().catch((error: unknown) => error)
    expect(first).toBeInstanceOf(Stripe.errors.StripeCardError)
    const [one, two] = [first, second].map((error) => (error as Stripe.errors.StripeCardError).payment_intent?.id)
    expect(two).toBe(one)
    expect((second as Stripe.errors.StripeCardError).headers?.['idempotent-replayed']).toBe('true')
  })

  it('are not kept when the request was refused before it began', async () => {
    const idempotencyKey = randomUUID()
    await expect(create(idempotencyKey, 1)).rejects.toMatchObject({ code: 'amount_too_small' })
    await expect(create(idempotencyKey, 5000)).resolves.toMatchObject({ amount: 5000 })
  })

  it('are forgotten after 24 hours, and may have 255 characters', async () => {
    const idempotencyKey = randomUUID()
    const first = await create(idempotencyKey)
    await standIn.control('advance', { seconds: 25 * 3600 })
    expect((await create(idempotencyKey)).id).not.toBe(first.id)
    await expect(create('k'.repeat(256))).rejects.toMatchObject({ code: 'idempotency_key_too_long' })
  })
})

describe('ordered failures', () => {
  const chargesOf = async (reference: string) =>
    (await standIn.list('charges')).filter((row) => row.reference === reference)
  const payOnce = (reference: string) =>
    stripe.paymentIntents.create(
      { ...payment, payment_method: 'pm_card_visa', confirm: true, metadata: { reference } },
      { idempotencyKey: randomUUID() },
    )

  it.each(['drop-before', 'drop-after'])(
    'a socket closed (%s) is retried by the SDK and charges once',
    async (mode) => {
      await standIn.control('fail-next', { path: '/v1/payment_intents', mode })
      const { status } = await payOnce(mode)
      expect(status).toBe('succeeded')
      expect(await chargesOf(mode)).toHaveLength(1)
    },
  )

  it('an answer that never comes is a connection error, and the charge was made', async () => {
    const impatient = sdkFor(standIn.url)
    await standIn.control('fail-next', { path: '/v1/payment_intents', mode: 'timeout', times: 2 })
    const pay = impatient.paymentIntents.create(
      { ...payment, payment_method: 'pm_card_visa', confirm: true, metadata: { reference: 'silent' } },
      { timeout: 300, maxNetworkRetries: 0 },
    )
    await expect(pay).rejects.toBeInstanceOf(Stripe.errors.StripeConnectionError)
    expect(await chargesOf('silent')).toHaveLength(1)
    await standIn.control('reset')
  })

  it('a status is answered as ordered and nothing is done', async () => {
    await standIn.control('fail-next', { path: '/v1/payment_intents', mode: 'status', status: 503 })
    await expect(payOnce('status')).rejects.toMatchObject({ statusCode: 503 })
    expect(await chargesOf('status')).toEqual([])
  })

  it('an order that is not known is refused', async () => {
    await expect(standIn.control('fail-next', { mode: 'explode' })).rejects.toThrow('`mode` is one of')
  })
})

describe('what happens later', () => {
  const debit = (method: string) =>
    stripe.paymentIntents.create({
      ...payment,
      payment_method: method,
      confirm: true,
      mandate_data: { customer_acceptance: { type: 'offline', offline: {} } },
    })

  it('a bank debit succeeds after four business days, not before', async () => {
    const { id } = await debit('pm_usBankAccount_success')
    await standIn.control('advance', { businessDays: 3 })
    expect((await stripe.paymentIntents.retrieve(id)).status).toBe('processing')
    await standIn.control('advance', { businessDays: 1 })
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ status: 'succeeded', amount_received: 5000 })
  })

  it.each([
    ['pm_usBankAccount_insufficientFunds', 'insufficient_funds'],
    ['pm_usBankAccount_accountClosed', 'account_closed'],
  ])('a bank debit from %s comes back', async (method, code) => {
    const { id } = await debit(method)
    await standIn.control('advance', { businessDays: 4 })
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: 'requires_payment_method',
      amount_received: 0,
      last_payment_error: { code },
    })
  })

  it('a bank debit that stays in processing stays there', async () => {
    const { id } = await debit('pm_usBankAccount_processing')
    await standIn.control('advance', { businessDays: 60 })
    expect((await stripe.paymentIntents.retrieve(id)).status).toBe('processing')
  })

  it('a refund that fails after it succeeded gives the charge its money back', async () => {
    const intent = await paid('pm_card_refundFail')
    const refund = await stripe.refunds.create({ payment_intent: intent.id, amount: 2000 })
    expect(refund.status).toBe('succeeded')
    await standIn.control('advance', { seconds: 120 })
    expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({
      status: 'failed',
      failure_reason: 'expired_or_canceled_card',
    })
    expect(await stripe.charges.retrieve(String(intent.latest_charge))).toMatchObject({
      amount_refunded: 0,
      refunded: false,
    })
  })

  it('a disputed charge cannot be refunded, and a lost dispute closes', async () => {
    const intent = await paid('pm_card_createDispute')
    const [dispute] = (await stripe.disputes.list({ payment_intent: intent.id })).data
    expect(dispute).toMatchObject({ status: 'needs_response', amount: 5000 })
    await expect(stripe.refunds.create({ payment_intent: intent.id })).rejects.toMatchObject({
      code: 'charge_disputed',
    })
    await standIn.control('close-dispute', { dispute: dispute?.id, outcome: 'lost' })
    expect((await stripe.disputes.retrieve(dispute?.id ?? '')).status).toBe('lost')
  })
})

describe('3-D Secure', () => {
  const ask = () =>
    stripe.paymentIntents.create({ ...payment, payment_method: 'pm_card_authenticationRequired', confirm: true })

  it('that is passed pays', async () => {
    const { id, next_action: action } = await ask()
    expect(action?.type).toBe('use_stripe_sdk')
    await standIn.control('complete-action', { payment_intent: id, outcome: 'succeeded' })
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ status: 'succeeded', next_action: null })
  })

  it('that is failed does not', async () => {
    const { id } = await ask()
    await standIn.control('complete-action', { payment_intent: id, outcome: 'failed' })
    const code = 'payment_intent_authentication_failure'
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code },
    })
    await expect(standIn.control('complete-action', { payment_intent: id })).rejects.toThrow('waits for no action')
  })

  it('is refused when the payer is away', async () => {
    const pay = stripe.paymentIntents.create({
      ...payment,
      payment_method: 'pm_card_authenticationRequired',
      confirm: true,
      off_session: true,
    })
    await expect(pay).rejects.toMatchObject({ code: 'authentication_required', type: 'StripeCardError' })
  })
})

/** Processes that a test has started; one that failed half-way must not leave any behind. */
const children: ChildProcess[] = []
const opened: StandIn[] = []

afterAll(async () => {
  await Promise.all(opened.map((other) => other.close()))
  for (const child of children) child.kill('SIGKILL')
})

/** The stand-in as a process of its own, as the demo's and the fault tests' runs have it. */
async function startProcess(dataFile: string): Promise<{ child: ChildProcess; stripe: Stripe }> {
  const env = {
    ...process.env,
    STRIPE_PORT: '0',
    STRIPE_SECRET_KEY: SECRET_KEY,
    STRIPE_PUBLISHABLE_KEY: PUBLISHABLE_KEY,
    STRIPE_DATA_FILE: dataFile,
  }
  const child = spawn(process.execPath, programArgs('stripe-fake/main.ts'), {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, stripe: sdkFor((JSON.parse(line.toString()) as { url: string }).url) }
}

describe('a process', () => {
  it('that is killed at once after its answer has forgotten nothing', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'stripe-fake-'))
    const dataFile = path.join(folder, 'stripe.jsonl')
    const first = await startProcess(dataFile)
    const pay = { ...payment, payment_method: 'pm_card_visa', confirm: true }
    const { id } = await first.stripe.paymentIntents.create(pay, { idempotencyKey: 'once' })
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')
    const second = await startProcess(dataFile)
    expect(await second.stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: 'succeeded',
      amount_received: 5000,
    })
    expect((await second.stripe.paymentIntents.create(pay, { idempotencyKey: 'once' })).id).toBe(id)
    expect((await second.stripe.charges.list()).data).toHaveLength(1)
    second.child.kill('SIGTERM')
    expect(await once(second.child, 'exit')).toEqual([0, null])
    await rm(folder, { recursive: true, force: true })
  })
})

describe('a file', () => {
  it('keeps what was answered over a restart: customers, methods, keys and the clock', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'stripe-fake-'))
    const dataFile = path.join(folder, 'data', 'stripe.jsonl')
    const idempotencyKey = randomUUID()
    const first = await startStandIn({ dataFile })
    opened.push(first)
    const customer = await first.stripe.customers.create({ name: 'Ann' }, { idempotencyKey })
    const method = await first.stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id })
    await first.control('advance', { businessDays: 2 })
    // Not closed first: what was answered is on disk, as after a kill.
    const second = await startStandIn({ dataFile })
    opened.push(second)
    expect(await second.stripe.customers.retrieve(customer.id)).toMatchObject({ name: 'Ann' })
    expect((await second.stripe.customers.listPaymentMethods(customer.id)).data).toMatchObject([{ id: method.id }])
    expect((await second.stripe.customers.create({})).created).toBeGreaterThan(customer.created + 86_400)
    await rm(folder, { recursive: true, force: true })
  })
})
