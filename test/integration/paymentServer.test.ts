import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { createServer, type PortalServer } from 'payload-plugin-payer-portal/server'
import { poolOf } from '../../src/base/database.ts'
import { stripeGateway } from '../../src/payments/gateways/stripe/stripeGateway.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { loginPayer } from '../factories/loginPayer.ts'
import { createDatabase, dropDatabase } from '../helpers/databases.ts'
import { hostConfig } from '../helpers/host/hostConfig.ts'
import { closeTrackedConnections } from '../helpers/trackedPg.ts'
import { PUBLISHABLE_KEY, SECRET_KEY, type StandIn, startStandIn, WEBHOOK_SECRET } from './stripeStandIn.ts'

let standIn: StandIn
let server: PortalServer
let outer: Server
let url: string
let databaseUrl: string

beforeAll(async () => {
  standIn = await startStandIn()
  databaseUrl = await createDatabase()
  const gateway = stripeGateway({
    secretKey: SECRET_KEY,
    publishableKey: PUBLISHABLE_KEY,
    webhookSecret: WEBHOOK_SECRET,
    apiBase: standIn.url,
  })
  server = await createServer({ config: await hostConfig({ databaseUrl, portal: { gateway } }), startWorker: true })
  // An Express app of the host's own around ours, with a JSON parser for its own routes.
  const app = express()
  app.use('/host', express.json(), (req, res) => void res.json(req.body))
  app.use(server.app)
  outer = app.listen(0, '127.0.0.1')
  await once(outer, 'listening')
  url = `http://127.0.0.1:${(outer.address() as AddressInfo).port}`
  await standIn.control('configure', { webhook: { url: `${url}/api/portal/webhooks/stripe`, secret: WEBHOOK_SECRET } })
})

afterAll(async () => {
  outer.closeAllConnections()
  await new Promise((resolve) => outer.close(resolve))
  await server.close()
  await standIn.close()
  await closeTrackedConnections()
  await dropDatabase(databaseUrl)
})

async function until<Value>(read: () => Promise<Value>, isDone: (value: Value) => boolean): Promise<Value> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const value = await read()
    if (isDone(value)) return value
    await new Promise((resolve) => setImmediate(resolve))
    await poolOf(server.payload).query('select pg_sleep(0.05)')
  }
  return read()
}

async function debit() {
  const payer = await loginPayer(server)
  await createAssociation(server.payload, payer.id, { clientNumber: `S-${payer.id}` })
  const invoice = await createInvoice(server.payload, { clientNumber: `S-${payer.id}` })
  const token = await standIn.stripe.testHelpers.confirmationTokens.create({
    payment_method: 'pm_usBankAccount_success',
  })
  const response = await fetch(`${url}/api/portal/payments`, {
    method: 'POST',
    headers: { ...payer.headers, 'content-type': 'application/json', 'idempotency-key': `k-${payer.id}` },
    body: JSON.stringify({
      amount: 700,
      currency: 'usd',
      allocations: [{ invoice: invoice.id, amount: 700 }],
      confirmationToken: token.id,
    }),
  })
  expect(response.status).toBe(201)
  return (await response.json()) as { transaction: { id: number; status: string } }
}

describe('the webhook behind Express', () => {
  it("P-05 takes the gateway's own deliveries byte for byte, and the worker settles the payment", async () => {
    const { transaction } = await debit()
    expect(transaction.status).toBe('processing')
    await standIn.control('advance', { businessDays: 5 })
    await standIn.control('settled')
    const read = async () =>
      (
        await poolOf(server.payload).query<{ status: string }>('select status from transactions where id = $1', [
          transaction.id,
        ])
      ).rows[0]?.status
    expect(await until(read, (status) => status === 'succeeded')).toBe('succeeded')
    const parsed = await fetch(`${url}/host`, {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json' },
    })
    expect(await parsed.json()).toEqual({ a: 1 })
    const deliveries = await standIn.list('deliveries')
    expect(deliveries.length).toBeGreaterThan(2)
    expect(new Set(deliveries.map(({ status }) => status))).toEqual(new Set([200]))
  })

  it('P-05 answers 400 over HTTP without a signature, or when a byte differs', async () => {
    const post = (body: string, headers: Record<string, string> = {}) =>
      fetch(`${url}/api/portal/webhooks/stripe`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
      })
    const body = JSON.stringify({
      id: 'evt_1',
      object: 'event',
      type: 'payment_intent.succeeded',
      livemode: false,
      created: 1,
      data: { object: {} },
    })
    const signature = standIn.stripe.webhooks.generateTestHeaderString({ payload: body, secret: WEBHOOK_SECRET })
    expect((await post(body)).status).toBe(400)
    expect((await post(`${body} `, { 'stripe-signature': signature })).status).toBe(400)
    expect((await post(body, { 'stripe-signature': signature })).status).toBe(200)
  })
})
