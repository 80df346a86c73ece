import Stripe from 'stripe'
import { gatewayPaymentFrom } from '../../src/payments/gateways/stripe/gatewayPaymentFrom.ts'
import { stripeGateway } from '../../src/payments/gateways/stripe/stripeGateway.ts'

const SECRET = 'whsec_unit'
const options = { secretKey: 'sk_test_unit', publishableKey: 'pk_test_unit', webhookSecret: SECRET }
const live = { secretKey: 'sk_live_unit', publishableKey: 'pk_live_unit', webhookSecret: SECRET }

describe('options', () => {
  it.each([
    ['secretKey', { ...options, secretKey: '' }],
    ['secretKey', { ...options, secretKey: 'pk_test_unit' }],
    ['publishableKey', { ...options, publishableKey: 'sk_test_unit' }],
    ['publishableKey', { ...options, publishableKey: 'pk_live_unit' }],
    ['webhookSecret', { ...options, webhookSecret: ' ' }],
    ['apiBase', { ...options, apiBase: 'file:///etc' }],
    ['apiBase', { ...options, apiBase: 'http://127.0.0.1:1/v1' }],
    ['scriptUrl', { ...options, scriptUrl: 'javascript:alert(1)' }],
    ['apiBase', { ...live, apiBase: 'http://127.0.0.1:12111' }],
    ['scriptUrl', { ...live, scriptUrl: 'http://127.0.0.1:12111/stripe.js' }],
  ])('names a bad `%s`', (name, given) => {
    expect(() => stripeGateway(given)).toThrow(`stripeGateway: \`${name}\``)
  })

  it('never shows a key in its complaint', () => {
    expect(() => stripeGateway({ ...options, secretKey: 'oops_sk_test_hidden' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hidden') }),
    )
  })

  it('allow Stripe and nothing else by default, and the other address when it is given', () => {
    expect(stripeGateway(live)).toMatchObject({
      client: { kind: 'stripe', publishableKey: 'pk_live_unit', scriptUrl: null, apiUrl: null },
      contentSecurity: {
        script: ['https://js.stripe.com', 'https://*.js.stripe.com'],
        connect: ['https://api.stripe.com'],
      },
    })
    const other = stripeGateway({
      ...options,
      apiBase: 'http://127.0.0.1:12111',
      scriptUrl: 'http://127.0.0.1:12111/stripe.js',
    })
    expect(other.contentSecurity).toEqual({
      script: ['http://127.0.0.1:12111'],
      frame: ['http://127.0.0.1:12111'],
      connect: ['http://127.0.0.1:12111'],
    })
    expect(JSON.stringify(other.client)).not.toContain('sk_test')
  })

  it('know the smallest amounts', () => {
    const gateway = stripeGateway(options)
    expect([gateway.minimumAmount('usd'), gateway.minimumAmount('gbp'), gateway.minimumAmount('jpy')]).toEqual([
      50, 30, 50,
    ])
  })
})

describe('a processor that does not answer', () => {
  it('is `gateway_unavailable`, which never claims that nothing was charged', async () => {
    const gateway = stripeGateway({ ...options, apiBase: 'http://127.0.0.1:9' })
    const error: Error = await gateway.retrievePayment({ payment: 'pi_1' }).then(
      () => new Error('answered'),
      (cause: Error) => cause,
    )
    expect(error).toMatchObject({ code: 'gateway_unavailable', status: 503 })
    expect(error.message).not.toMatch(/nothing was charged/i)
  })
})

describe('a status', () => {
  const intent = (change: Partial<Stripe.PaymentIntent>) =>
    ({
      id: 'pi_1',
      amount: 100,
      amount_received: 0,
      currency: 'usd',
      created: 0,
      metadata: {},
      customer: null,
      latest_charge: null,
      payment_method: null,
      last_payment_error: null,
      client_secret: 'pi_1_secret_x',
      ...change,
    }) as Stripe.PaymentIntent

  it.each([
    ['requires_payment_method', 'requires_method'],
    ['requires_confirmation', 'requires_method'],
    ['requires_action', 'requires_action'],
    ['processing', 'processing'],
    ['requires_capture', 'processing'],
    ['succeeded', 'succeeded'],
    ['canceled', 'canceled'],
    ['a_status_of_next_year', 'processing'],
    ['toString', 'processing'],
  ])('%s reads as %s', (status, expected) => {
    expect(gatewayPaymentFrom(intent({ status })).status).toBe(expected)
  })

  it('shows the client secret only when the browser must go on', () => {
    expect(gatewayPaymentFrom(intent({ status: 'succeeded' })).clientSecret).toBeNull()
    expect(gatewayPaymentFrom(intent({ status: 'requires_action' })).clientSecret).toBe('pi_1_secret_x')
  })
})

describe('an event', () => {
  const gateway = stripeGateway(options)
  const now = (): number => Math.floor(Date.now() / 1000)
  const event = (change: object = {}): string =>
    JSON.stringify({
      id: 'evt_1',
      object: 'event',
      type: 'payment_intent.succeeded',
      created: 1_700_000_000,
      livemode: false,
      data: { object: { object: 'payment_intent', id: 'pi_1' } },
      ...change,
    })
  const sign = (payload: string, { secret = SECRET, timestamp = now() } = {}): string =>
    Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp })
  const read = (payload: string, signature: string | undefined) =>
    gateway.readEvent({ body: Buffer.from(payload), signature })

  it('that is signed is read', () => {
    expect(read(event(), sign(event()))).toMatchObject({
      id: 'evt_1',
      type: 'payment_intent.succeeded',
      createdAt: new Date(1_700_000_000_000),
      about: { kind: 'payment', id: 'pi_1', payment: 'pi_1' },
    })
  })

  it.each([
    ['without a signature', event(), undefined],
    ['with an empty signature', event(), ''],
    ['with a signature that is none', event(), 'v1=abc'],
    ['signed by another secret', event(), sign(event(), { secret: 'whsec_other' })],
    ['that is 301 seconds old', event(), sign(event(), { timestamp: now() - 301 })],
    ['that was changed by one byte', `${event()} `, sign(event())],
    ['of the other mode', event({ livemode: true }), sign(event({ livemode: true }))],
    ['that is not JSON', 'x', sign('x')],
  ])('P-05 %s is null', (_, payload, signature) => {
    expect(read(payload, signature)).toBeNull()
  })

  it('signed with two secrets, while one replaces the other, is read', () => {
    const [time, old] = sign(event(), { secret: 'whsec_old' }).split(',')
    expect(read(event(), `${time},${old},${sign(event()).split(',')[1]}`)?.id).toBe('evt_1')
  })

  it.each([
    ['charge', { payment_intent: 'pi_2' }, { kind: 'payment', id: 'pi_2', payment: 'pi_2' }],
    ['charge', { payment_intent: null }, { kind: 'none', payment: null }],
    ['refund', { payment_intent: 'pi_2' }, { kind: 'refund', id: 'x_1', payment: 'pi_2' }],
    ['dispute', { payment_intent: 'pi_2' }, { kind: 'dispute', id: 'x_1', payment: 'pi_2' }],
    ['setup_intent', {}, { kind: 'setup', id: 'x_1', payment: null }],
    ['payment_method', {}, { kind: 'method', id: 'x_1', payment: null }],
    ['something_new', {}, { kind: 'none', payment: null }],
  ])('about a %s says so', (object, more, about) => {
    const payload = event({ data: { object: { object, id: 'x_1', ...more } } })
    expect(read(payload, sign(payload))?.about).toMatchObject(about)
  })
})
