import { stripeGateway } from 'payload-plugin-payer-portal/stripe'
import { createFirmDatabase } from '../../demo/firm/createFirmDatabase.ts'
import { firmSource } from '../../demo/firm/firmSource.ts'
import { syncSource } from '../../src/connect/sync/syncSource.ts'
import { setPassword } from '../../src/login/setPassword.ts'
import { createDatabase, dropDatabase } from '../helpers/databases.ts'
import { bootHost } from '../helpers/host/bootHost.ts'
import { STRIPE_KEYS } from './faults/stripeKeys.ts'
import { openWorld, type World } from './faults/world.ts'

const STAFF = { email: 'staff@faults.test', password: 'Faults-portal-2026!' }
const PAYER = { email: 'payer@faults.test', password: 'Faults-portal-2026!' }
const INVITED = 'invited@faults.test'
const AMOUNT = 1234

type Templates = { portal: string; firm: string; invited: number; invoice: number; clientNumber: string }

/** A portal and a firm in which one payer can pay one invoice and another waits for login access. */
async function makeTemplates(): Promise<Templates> {
  const firmUrl = await createDatabase(null)
  await createFirmDatabase(firmUrl)
  const portalUrl = await createDatabase()
  const source = firmSource(firmUrl)
  const gateway = stripeGateway({ ...STRIPE_KEYS, apiBase: 'http://127.0.0.1:1' })
  const host = await bootHost({ databaseUrl: portalUrl, portal: { sources: [source], gateway } })
  const { payload } = host
  await syncSource({ payload, source: source.key })
  // system: the test makes its own staff and payers.
  await payload.create({ collection: 'users', data: STAFF, overrideAccess: true })
  // system: as above.
  const payer = await payload.create({
    collection: 'payers',
    data: { email: PAYER.email, lastName: 'Pays' },
    overrideAccess: true,
  })
  // system: as above.
  const invited = await payload.create({
    collection: 'payers',
    data: { email: INVITED, lastName: 'Waits' },
    overrideAccess: true,
  })
  // system: as above.
  const { docs } = await payload.find({
    collection: 'invoices',
    where: {
      and: [
        { status: { equals: 'open' } },
        { currency: { equals: 'usd' } },
        { account: { equals: 'operating-ny' } },
        { balance: { greater_than: 10 * AMOUNT } },
      ],
    },
    limit: 1,
    overrideAccess: true,
  })
  const [invoice] = docs as unknown as { id: number; clientNumber: string }[]
  if (!invoice) throw new Error('The sample firm has no open invoice in US dollars.')
  // system: as above.
  await payload.create({
    collection: 'associations',
    data: { payer: payer.id, clientNumber: invoice.clientNumber },
    overrideAccess: true,
  })
  await setPassword({ payload, payer: Number(payer.id), password: PAYER.password })
  await host.detach()
  await source.close()
  const name = (url: string) => new URL(url).pathname.slice(1)
  return {
    portal: name(portalUrl),
    firm: name(firmUrl),
    invited: Number(invited.id),
    invoice: invoice.id,
    clientNumber: invoice.clientNumber,
  }
}

type Message = { body: unknown; headers?: Record<string, string>; method?: string }

async function send(world: World, route: string, { body, headers = {}, method = 'POST' }: Message) {
  try {
    const answer = await fetch(`${world.url}${route}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, any> }
  } catch {
    return null
  }
}

const UNSENT = `select count(*) from payer_portal_mails where status <> 'sent'`
const UNFINISHED = `select (select count(*) from transactions where status in ('pending', 'requires_action', 'processing'))
  + (${UNSENT})
  + (select count(*) from payer_portal_postings where status <> 'posted')
  + (select count(*) from payer_portal_gateway_events where processed_at is null)
  + (select count(*) from payers where email = '${INVITED}' and coalesce(invite_status::text, '') <> 'sent') as count`

async function until(what: string, isReached: () => Promise<boolean>, seconds = 40): Promise<void> {
  const end = Date.now() + seconds * 1000
  while (!(await isReached())) {
    if (Date.now() > end) throw new Error(`Not reached within ${seconds} s: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

const untilNone = (world: World, counting: string): Promise<void> =>
  until(
    `nothing is left of: ${counting}`,
    async () => Number((await world.portal<{ count: string }>(counting))[0]?.count) === 0,
  )

type Attempt = { staff: Record<string, string>; payer: Record<string, string>; confirmationToken: string }

/** Logs in, which is no part of what is tried here: the host is armed when all that it caused is over. */
async function prepare(world: World): Promise<Attempt> {
  const staff = await send(world, '/api/users/login', { body: STAFF })
  const payer = await send(world, '/api/payers/login', { body: PAYER })
  await untilNone(world, UNSENT)
  await world.arm()
  const token = await world.stripe.testHelpers.confirmationTokens.create({ payment_method: 'pm_card_visa' })
  return {
    staff: { authorization: `JWT ${staff?.body.token}` },
    payer: { authorization: `JWT ${payer?.body.token}` },
    confirmationToken: token.id,
  }
}

/** What the payer's page and the staff's panel do, and do again after a lost answer. */
async function act(world: World, { staff, payer, confirmationToken }: Attempt, { invited, invoice }: Templates) {
  const payment = { amount: AMOUNT, currency: 'usd', allocations: [{ invoice, amount: AMOUNT }], confirmationToken }
  await Promise.all([
    send(world, `/api/payers/${invited}`, { body: { loginAccess: true }, headers: staff, method: 'PATCH' }),
    send(world, '/api/portal/payments', { body: payment, headers: { ...payer, 'idempotency-key': 'one-payment' } }),
  ])
}

/** Charges at the processor, our books and the firm's receipts, in cents, and the mails by their Message-ID. */
async function books(world: World) {
  const intents = await world.stripe.paymentIntents.list({ limit: 100 })
  const charged = intents.data.reduce((sum, intent) => sum + intent.amount_received, 0)
  const [ours] = await world.portal<{ amount: string; held: string }>(
    `select coalesce(sum(amount), 0)::text as amount, count(held)::text as held from transactions where status = 'succeeded'`,
  )
  const [theirs] = await world.firm<{ cents: string }>(
    `select coalesce(sum(rcpt_amt) * 100, 0)::bigint::text as cents from lpm.rcpt where ext_ref is not null and pay_meth = 'PORTAL'`,
  )
  const [pending] = await world.portal<{ wrong: string }>(
    `select count(*)::text as wrong from invoices i where i.pending <> (select coalesce(sum(a.pending), 0) from transactions_allocations a where a.invoice_id = i.id)`,
  )
  return {
    charged,
    booked: Number(ours?.amount),
    held: Number(ours?.held),
    posted: Number(theirs?.cents),
    wrongPending: Number(pending?.wrong),
    invites: (await world.messageIdsTo(INVITED, /^Your access/)).size,
    receipts: (await world.messageIdsTo(PAYER.email, /^Receipt/)).size,
  }
}

async function settle(world: World, attempt: Attempt, templates: Templates): Promise<void> {
  await act(world, attempt, templates)
  await untilNone(world, UNFINISHED)
}

async function dieAndRecover(fault: string, templates: Templates) {
  const world = await openWorld(templates)
  try {
    await world.start(fault)
    const attempt = await prepare(world)
    await act(world, attempt, templates)
    await until(`the host dies ${fault}`, async () => !world.isAlive(), 20)
    await world.start()
    await settle(world, attempt, templates)
    return await books(world)
  } finally {
    await world.close()
  }
}

describe('a server killed with -9 at every commit and every network call of a payment and of an invite', () => {
  let templates: Templates
  let points: string[] = []

  beforeAll(async () => {
    templates = await makeTemplates()
    const world = await openWorld(templates)
    try {
      await world.start()
      await settle(world, await prepare(world), templates)
      points = [...new Set(world.trace())]
      expect(await books(world)).toEqual({
        charged: AMOUNT,
        booked: AMOUNT,
        held: 0,
        posted: AMOUNT,
        wrongPending: 0,
        invites: 1,
        receipts: 1,
      })
    } finally {
      await world.close()
    }
  }, 120_000)

  afterAll(async () => {
    await Promise.all(
      [templates?.portal, templates?.firm]
        .filter((name) => name !== undefined)
        .map((name) => dropDatabase(`postgres://x/${name}`)),
    )
  })

  it('knows its points: the calls to Stripe, to the mail server and to the firm, and the commits between them', () => {
    const wanted = [
      'gateway.ensureCustomer',
      'gateway.createPayment',
      'gateway.confirmPayment',
      'smtp.sendEmail',
      'firm.post',
    ]
    for (const call of wanted) expect(points).toEqual(expect.arrayContaining([`before ${call}`, `after ${call}`]))
    expect(points.filter((point) => point.includes('commit of')).length).toBeGreaterThanOrEqual(12)
  })

  it('agrees to the cent after the restart, wherever it died, and each payer has one mail', async () => {
    const queue = [...points]
    const wrong: unknown[] = []
    const work = async () => {
      for (let fault = queue.shift(); fault; fault = queue.shift()) {
        const result = await dieAndRecover(fault, templates).catch((error: Error) => ({ error: error.message }))
        const isRight =
          'charged' in result &&
          result.charged === result.booked &&
          result.booked === result.posted &&
          result.held === 0 &&
          result.wrongPending === 0 &&
          result.invites === 1 &&
          result.receipts === result.booked / AMOUNT
        if (!isRight) wrong.push({ fault, ...result })
      }
    }
    await Promise.all([work(), work()])
    expect(wrong).toEqual([])
  }, 1_800_000)
})
