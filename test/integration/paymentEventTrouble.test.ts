import { randomUUID } from 'node:crypto'
import { jest } from '@jest/globals'
import { poolOf } from '../../src/base/database.ts'
import { renderMail } from '../../src/mail/renderMail.ts'
import { portalOptions } from '../../src/options/portalOptions.ts'
import type { PaymentGateway } from '../../src/payments/PaymentGateway.ts'
import { sweepPayments } from '../../src/payments/sweepPayments.ts'
import { bootPaymentHost, type PaymentHost } from '../helpers/paymentHost.ts'
import { WEBHOOK_SECRET } from './stripeStandIn.ts'

let host: PaymentHost
beforeAll(async () => {
  host = await bootPaymentHost()
})
afterEach(() => jest.restoreAllMocks())
afterAll(() => host.close())

const query = async (text: string, values: unknown[] = []) => (await poolOf(host.payload).query(text, values)).rows

async function send(more: Record<string, unknown>): Promise<{ id: string; status: number }> {
  const id = `evt_${randomUUID()}`
  const given = { id, object: 'event', type: 'test.event', created: 1_800_000_000, livemode: false, ...more }
  const body = JSON.stringify(given)
  const signature = host.standIn.stripe.webhooks.generateTestHeaderString({ payload: body, secret: WEBHOOK_SECRET })
  const headers = { 'stripe-signature': signature }
  return { id, status: (await host.call('/api/portal/webhooks/stripe', { method: 'POST', body, headers })).status }
}

const stored = async (id: string) =>
  (
    await query('select processed_at is not null as done, error, body from payer_portal_gateway_events where id = $1', [
      id,
    ])
  )[0]

const HANDLED = { done: true, error: 'not ours', body: null }

describe('an event that is not about us', () => {
  it.each([
    ['a refund', { object: 'refund', id: 're_unknown' }],
    ['a dispute', { object: 'dispute', id: 'du_unknown' }],
    ['a setup', { object: 'setup_intent', id: 'seti_unknown' }],
    ['a payment', { object: 'payment_intent', id: 'pi_unknown' }],
    ['a method', { object: 'payment_method', id: 'pm_unknown' }],
  ])('P-05 of %s that does not exist is handled once, and keeps nothing of what it told', async (_, object) => {
    const { id, status } = await send({ data: { object } })
    expect(status).toBe(200)
    await host.jobs()
    expect(await stored(id)).toEqual(HANDLED)
  })

  it('P-05 of a charge that another program made without a payment is handled', async () => {
    const gateway = portalOptions(host.payload).gateway as PaymentGateway
    const refund = { id: 're_1', payment: '', reference: null, amount: 5, currency: 'usd', failure: null }
    jest.spyOn(gateway, 'retrieveRefund').mockResolvedValue({ ...refund, status: 'succeeded' })
    const { id } = await send({ data: { object: { object: 'refund', id: 're_1', payment_intent: null } } })
    await host.jobs()
    expect(await stored(id)).toEqual(HANDLED)
  })

  it('P-05 of a connected account, or of no known form, changes nothing', async () => {
    const asked = jest.spyOn(portalOptions(host.payload).gateway as PaymentGateway, 'retrievePayment')
    const object = { object: 'payment_intent', id: 'pi_1' }
    const answers = [await send({ account: 'acct_other', data: { object } }), await send({})]
    await host.jobs()
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(asked).not.toHaveBeenCalled()
  })
})

describe('an event that cannot be handled', () => {
  it('stops no other, is not hammered, and is told to staff', async () => {
    const gateway = portalOptions(host.payload).gateway as PaymentGateway
    const failing = jest.spyOn(gateway, 'retrieveDispute').mockRejectedValue(new Error('bad event'))
    const bad = await send({ data: { object: { object: 'dispute', id: 'du_bad' } } })
    const good = await send({ data: { object: { object: 'refund', id: 're_unknown' } } })
    await host.jobs()
    expect(await stored(good.id)).toEqual(HANDLED)
    expect(await stored(bad.id)).toMatchObject({ done: false, error: 'bad event' })
    expect(await query(`select 1 from payer_portal_alerts where kind = 'event_failed'`)).toEqual([])

    await query(`update payer_portal_gateway_events set received_at = now() - interval '2 hours' where id = $1`, [
      bad.id,
    ])
    const calls = failing.mock.calls.length
    await sweepPayments({ payload: host.payload })
    await host.jobs()
    expect(failing.mock.calls.length).toBe(calls)

    // Its next try, by its own growing waits.
    await query(`update graphile_worker._private_jobs set run_at = now() where key = $1`, [`gateway-event-${bad.id}`])
    await host.jobs()
    expect(await query(`select message from payer_portal_alerts where kind = 'event_failed'`)).toEqual([
      { message: expect.stringContaining(bad.id) },
    ])
  })

  it('whose job was lost gets it again', async () => {
    const { id } = await send({ data: { object: { object: 'refund', id: 're_unknown' } } })
    await query('delete from graphile_worker._private_jobs where key = $1', [`gateway-event-${id}`])
    await query(`update payer_portal_gateway_events set received_at = now() - interval '2 minutes' where id = $1`, [id])
    await sweepPayments({ payload: host.payload })
    await host.jobs()
    expect(await stored(id)).toEqual(HANDLED)
  })
})

it('P-12 a bank debit that is returned after it had arrived is told to its payer, once', async () => {
  const payer = await host.payer()
  const invoice = await host.invoice(payer.client)
  const answer = await host.pay(payer, {
    allocations: [{ invoice, amount: 10_000 }],
    confirmationToken: await host.token('pm_usBankAccount_success'),
  })
  await host.standIn.control('advance', { businessDays: 5 })
  await host.deliver()
  const { reference } = answer.body.transaction
  const charge = (await host.charges()).find((each) => each.reference === reference)
  await host.standIn.control('open-dispute', { charge: charge?.id, final: true })
  await host.deliver()
  const mails = await query(
    `select m.kind, m.data from payer_portal_mails m join transactions t on t.id = (m.data->>'transaction')::int
      where t.payer_id = $1 order by m.id`,
    [payer.id],
  )
  expect(mails.map(({ kind }) => kind)).toEqual(['receipt', 'payment_failed'])
  const { subject, text } = await renderMail({
    payload: host.payload,
    kind: 'payment_failed',
    data: mails[1].data,
    token: '',
    expiresAt: null,
  })
  expect(subject).toMatch(/^Your bank returned a payment/)
  expect(text).toContain('$100.00')
})

describe('a kept method', () => {
  async function kept() {
    const payer = await host.payer()
    await host.as(payer, '/api/portal/payment-methods', {
      method: 'POST',
      body: { confirmationToken: await host.token(), consent: true },
    })
    const [row] = await query('select id, gateway_id from payer_portal_payment_methods where payer_id = $1', [payer.id])
    const list = async () => (await host.as(payer, '/api/portal/payment-methods')).body.docs
    return { payer, method: row as { id: number; gateway_id: string }, list }
  }

  it("P-09 shows its renewed date, and is gone once it was detached at the gateway's side", async () => {
    const { method, list } = await kept()
    const gateway = portalOptions(host.payload).gateway as PaymentGateway
    const now = await gateway.retrieveMethod({ method: method.gateway_id })
    if (!now) throw new Error('The method is gone.')
    jest.spyOn(gateway, 'retrieveMethod').mockResolvedValueOnce({ ...now, expMonth: 2, expYear: 2039 })
    await send({ data: { object: { object: 'payment_method', id: method.gateway_id } } })
    await host.jobs()
    expect(await list()).toMatchObject([{ expMonth: 2, expYear: 2039, isDefault: true }])
    await host.standIn.stripe.paymentMethods.detach(method.gateway_id)
    await host.deliver()
    expect(await list()).toEqual([])
  })

  it('P-09 that is being removed cannot be chosen in the same moment', async () => {
    const { payer, method } = await kept()
    const invoice = await host.invoice(payer.client)
    const client = await poolOf(host.payload).connect()
    await client.query('begin')
    await client.query('update payer_portal_payment_methods set removed_at = now() where id = $1', [method.id])
    const paying = host.pay(payer, { allocations: [{ invoice, amount: 1000 }], paymentMethod: method.id })
    const isWaiting = async () =>
      (
        await query(
          `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%payment_methods%for share'`,
        )
      ).length > 0
    let answered = false
    void paying.then(() => {
      answered = true
    })
    while (!answered && !(await isWaiting())) await new Promise((resolve) => setTimeout(resolve, 20))
    await client.query('commit')
    client.release()
    const { status, body } = await paying
    expect([status, body.errors?.[0].data.code]).toEqual([404, 'payment_method_not_found'])
    expect(await host.pendingOf(invoice)).toBe(0)
  })
})
