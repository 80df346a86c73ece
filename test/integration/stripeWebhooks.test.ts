import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { stripeGateway } from '../../src/payments/gateways/stripe/stripeGateway.ts'
import type { GatewayEvent } from '../../src/payments/PaymentGateway.ts'
import { PUBLISHABLE_KEY, SECRET_KEY, type StandIn, startStandIn, WEBHOOK_SECRET } from './stripeStandIn.ts'

type Received = { event: GatewayEvent | null; status: number; at: number }

let standIn: StandIn
let receiver: Server
let url: string
let received: Received[] = []
/** Statuses to answer next; 200 when there is none. */
let answers: number[] = []

beforeAll(async () => {
  standIn = await startStandIn()
  const gateway = stripeGateway({
    secretKey: SECRET_KEY,
    publishableKey: PUBLISHABLE_KEY,
    webhookSecret: WEBHOOK_SECRET,
    apiBase: standIn.url,
  })
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const status = answers.shift() ?? 200
    const event = gateway.readEvent({
      body: Buffer.concat(chunks),
      signature: String(request.headers['stripe-signature']),
    })
    received.push({ event, status, at: Date.now() })
    response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhook`
})

beforeEach(async () => {
  await standIn.control('reset')
  await standIn.control('configure', { webhook: { url, secret: WEBHOOK_SECRET } })
  received = []
  answers = []
})

afterAll(async () => {
  await standIn.close()
  await new Promise((resolve) => receiver.close(resolve))
})

const pay = () =>
  standIn.stripe.paymentIntents.create({
    amount: 5000,
    currency: 'usd',
    payment_method: 'pm_card_visa',
    confirm: true,
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
  })
const types = (): string[] => received.map(({ event }) => event?.type ?? 'unreadable')

/** Waits until `isTrue`, looking again as deliveries come in. */
async function until(isTrue: () => boolean): Promise<void> {
  for (let rounds = 0; !isTrue(); rounds++) {
    if (rounds > 500) throw new Error(`still not so; received: ${types().join(', ')}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

it('delivers each event, signed so that the gateway reads it, and says what it is about', async () => {
  const { id } = await pay()
  await standIn.control('settled')
  expect(types()).toEqual(
    expect.arrayContaining(['charge.succeeded', 'payment_intent.created', 'payment_intent.succeeded']),
  )
  for (const { event } of received) expect(event).toMatchObject({ about: { kind: 'payment', id, payment: id } })
})

it('tries again when the receiver fails, with the same event', async () => {
  answers = [500]
  const customer = await standIn.stripe.customers.create({})
  await until(() => received.length === 2)
  expect(received[1]?.event?.id).toBe(received[0]?.event?.id)
  expect(received[0]?.event?.raw).toMatchObject({ data: { object: { id: customer.id } } })
  await standIn.control('settled')
  expect(await standIn.list('deliveries')).toMatchObject([
    { attempt: 1, status: 500 },
    { attempt: 2, status: 200 },
  ])
})

it('lists what was not delivered', async () => {
  await standIn.control('configure', { webhook: { url: 'http://127.0.0.1:9/nobody', secret: WEBHOOK_SECRET } })
  await standIn.stripe.customers.create({})
  await standIn.control('settled')
  expect((await standIn.stripe.events.list({ delivery_success: false })).data.map(({ type }) => type)).toEqual([
    'customer.created',
  ])
})

it('holds events back and releases them in the order that is asked for', async () => {
  await standIn.control('hold')
  await pay()
  await standIn.control('settled')
  expect(received).toEqual([])
  const { events } = await standIn.control('release', { order: 'reverse' })
  await until(() => received.length >= 3)
  const listed = (await standIn.stripe.events.list({ types: ['payment_intent.*', 'charge.succeeded'] })).data.map(
    ({ id }) => id,
  )
  expect((events as string[]).filter((id) => listed.includes(id))).toEqual(listed)
})

it('delivers an event as often as it is told to', async () => {
  await pay()
  await until(() => types().includes('payment_intent.succeeded'))
  await standIn.control('redeliver', { type: 'payment_intent.succeeded', times: 4 })
  await until(() => types().filter((type) => type === 'payment_intent.succeeded').length === 5)
  const ids = received.filter(({ event }) => event?.type === 'payment_intent.succeeded').map(({ event }) => event?.id)
  expect(new Set(ids).size).toBe(1)
})

it('can be told to deliver before it answers', async () => {
  await standIn.control('configure', { deliverBeforeAnswer: true })
  await pay()
  expect(types()).toEqual(expect.arrayContaining(['payment_intent.created', 'payment_intent.succeeded']))
})

it('sends to this machine only', async () => {
  const configure = standIn.control('configure', {
    webhook: { url: 'https://example.com/hook', secret: WEBHOOK_SECRET },
  })
  await expect(configure).rejects.toThrow('this machine only')
})
