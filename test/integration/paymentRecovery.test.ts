import { randomUUID } from 'node:crypto'
import { jest } from '@jest/globals'
import { poolOf } from '../../src/base/database.ts'
import { portalOptions } from '../../src/options/portalOptions.ts'
import { cancelOpenPayments } from '../../src/payments/cancelOpenPayments.ts'
import type { PaymentGateway } from '../../src/payments/PaymentGateway.ts'
import { recoverPayment } from '../../src/payments/recoverPayment.ts'
import { sweepPayments } from '../../src/payments/sweepPayments.ts'
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

function gateway(): PaymentGateway {
  const found = portalOptions(host.payload).gateway
  if (!found) throw new Error('no gateway')
  return found
}

/** As if the process had died at this call: before it was sent, or after it was answered. */
function dieAt(call: 'ensureCustomer' | 'createPayment' | 'confirmPayment', when: 'before' | 'after'): void {
  const original = gateway()[call] as (input: never) => Promise<unknown>
  jest.spyOn(gateway(), call).mockImplementationOnce((async (input: never) => {
    if (when === 'after') await original(input)
    throw new Error('died')
  }) as never)
}

async function onlyTransaction(
  payer: number,
): Promise<{ id: number; status: string; reference: string; refs: number }> {
  const { rows } = await poolOf(host.payload).query<{ id: number; status: string; reference: string }>(
    'select id, status, reference from transactions where payer_id = $1',
    [payer],
  )
  expect(rows).toHaveLength(1)
  const [row] = rows
  if (!row) throw new Error('no transaction')
  return {
    ...row,
    refs: (await host.charges()).filter(
      ({ reference, status }) => reference === row.reference && status === 'succeeded',
    ).length,
  }
}

const endLease = (transaction: number) =>
  poolOf(host.payload).query(
    `update payer_portal_gateway_payments set lease_until = now() - interval '1 second' where transaction_id = $1`,
    [transaction],
  )
const expire = (transaction: number) =>
  poolOf(host.payload).query(
    `update payer_portal_gateway_payments set lease_until = now() - interval '1 second', expires_at = now() - interval '1 second' where transaction_id = $1`,
    [transaction],
  )

async function start(method = 'pm_card_visa') {
  const payer = await host.payer()
  const invoice = await host.invoice(payer.client)
  const key = randomUUID()
  const body = { allocations: [{ invoice, amount: 10_000 }], confirmationToken: await host.token(method) }
  return { payer, invoice, key, body, pay: () => host.pay(payer, body, key) }
}

describe('a payment that was interrupted', () => {
  const deaths: ['ensureCustomer' | 'createPayment' | 'confirmPayment', 'before' | 'after', string, number][] = [
    ['ensureCustomer', 'before', 'canceled', 0],
    ['ensureCustomer', 'after', 'canceled', 0],
    ['createPayment', 'before', 'canceled', 0],
    ['createPayment', 'after', 'canceled', 0],
    ['confirmPayment', 'before', 'canceled', 0],
    ['confirmPayment', 'after', 'succeeded', 1],
  ]
  it.each(deaths.map((death) => [`${death[1]} ${death[0]}`, death] as const))(
    '%s is brought to what the gateway knows',
    async (_name, [call, when, status, charges]) => {
      const { payer, invoice, pay } = await start()
      dieAt(call, when)
      expect((await pay()).status).toBe(500)
      const { id } = await onlyTransaction(payer.id)
      // While the lease lasts nobody else touches it: what is reserved stays reserved.
      await recoverPayment({ payload: host.payload, transaction: id })
      expect((await onlyTransaction(payer.id)).status).toBe('pending')
      expect(await host.pendingOf(invoice)).toBe(10_000)
      await endLease(id)
      await Promise.all([1, 2, 3].map(() => recoverPayment({ payload: host.payload, transaction: id })))
      const after = await onlyTransaction(payer.id)
      expect([after.status, after.refs]).toEqual([status, charges])
      expect(await host.pendingOf(invoice)).toBe(charges ? 10_000 : 0)
      const again = await pay()
      expect(again.status).toBe(status === 'succeeded' ? 201 : 409)
      expect((await onlyTransaction(payer.id)).refs).toBe(charges)
    },
  )

  it("answers 503 when the confirmation's answer is lost, stays reserved, and is settled by the sweep", async () => {
    const { payer, invoice, pay } = await start()
    await host.standIn.control('fail-next', { mode: 'status', status: 500, path: '/confirm', times: 3 })
    const answer = await pay()
    expect([answer.status, answer.body.errors[0].data.code]).toEqual([503, 'gateway_unavailable'])
    expect(answer.body.errors[0].data.transaction.status).toBe('pending')
    expect(await host.pendingOf(invoice)).toBe(10_000)
    expect((await pay()).body.transaction.status).toBe('pending')
    const { id } = await onlyTransaction(payer.id)
    await endLease(id)
    await sweepPayments({ payload: host.payload })
    await host.jobs()
    expect((await onlyTransaction(payer.id)).status).toBe('canceled')
    expect(await host.pendingOf(invoice)).toBe(0)
  })

  it('charges once when the connection drops after the gateway has charged', async () => {
    const { payer, invoice, pay } = await start()
    await host.standIn.control('fail-next', { mode: 'drop-after', path: '/confirm', times: 1 })
    const answer = await pay()
    expect(answer.status).toBe(201)
    expect(await onlyTransaction(payer.id)).toMatchObject({ status: 'succeeded', refs: 1 })
    expect(await host.pendingOf(invoice)).toBe(10_000)
  })

  it('releases nothing while the gateway does not confirm the end', async () => {
    const { payer, invoice, pay } = await start('pm_card_authenticationRequired')
    await pay()
    const { id } = await onlyTransaction(payer.id)
    await expire(id)
    jest.spyOn(gateway(), 'cancelPayment').mockRejectedValueOnce(new Error('no answer'))
    await expect(recoverPayment({ payload: host.payload, transaction: id })).rejects.toThrow('no answer')
    expect(await host.pendingOf(invoice)).toBe(10_000)
    await expire(id)
    await recoverPayment({ payload: host.payload, transaction: id })
    expect((await onlyTransaction(payer.id)).status).toBe('canceled')
    expect(await host.pendingOf(invoice)).toBe(0)
  })
})

describe('an unfinished payment', () => {
  it('goes on where the bank asked, and succeeds', async () => {
    const { payer, pay } = await start('pm_card_authenticationRequired')
    const answer = await pay()
    expect(answer.body.transaction.status).toBe('requires_action')
    const resumed = await host.as(payer, `/api/portal/payments/${answer.body.transaction.id}/resume`, {
      method: 'POST',
    })
    expect(resumed.body.clientSecret).toBe(answer.body.clientSecret)
    await host.standIn.control('complete-action', {
      payment_intent: String(answer.body.clientSecret).split('_secret_')[0],
    })
    const done = await host.as(payer, `/api/portal/payments/${answer.body.transaction.id}/resume`, { method: 'POST' })
    expect([done.body.transaction.status, done.body.clientSecret]).toEqual(['succeeded', null])
  })

  it('fails when the check fails, and cannot be charged in the browser afterwards', async () => {
    const { payer, invoice, pay } = await start('pm_card_authenticationRequired')
    const answer = await pay()
    const intent = String(String(answer.body.clientSecret).split('_secret_')[0])
    await host.standIn.control('complete-action', { payment_intent: intent, outcome: 'failed' })
    await host.deliver()
    expect((await onlyTransaction(payer.id)).status).toBe('failed')
    expect((await host.standIn.stripe.paymentIntents.retrieve(intent)).status).toBe('canceled')
    expect(await host.pendingOf(invoice)).toBe(0)
  })

  it('is cancelled at the end of its reservation, at the gateway first', async () => {
    const { payer, invoice, pay } = await start('pm_card_authenticationRequired')
    const answer = await pay()
    const { id } = await onlyTransaction(payer.id)
    await recoverPayment({ payload: host.payload, transaction: id })
    expect((await onlyTransaction(payer.id)).status).toBe('requires_action')
    await expire(id)
    await sweepPayments({ payload: host.payload })
    await host.jobs()
    expect((await onlyTransaction(payer.id)).status).toBe('canceled')
    const intent = String(String(answer.body.clientSecret).split('_secret_')[0])
    expect((await host.standIn.stripe.paymentIntents.retrieve(intent)).status).toBe('canceled')
    expect(await host.pendingOf(invoice)).toBe(0)
  })

  it('ends when its payer loses the scope, and all that can be ended end when login access goes; a bank debit finishes', async () => {
    const { payer, pay } = await start('pm_card_authenticationRequired')
    await pay()
    const { id } = await onlyTransaction(payer.id)
    await poolOf(host.payload).query('delete from associations where payer_id = $1', [payer.id])
    await endLease(id)
    await recoverPayment({ payload: host.payload, transaction: id })
    expect((await onlyTransaction(payer.id)).status).toBe('canceled')

    const other = await host.payer()
    const [first, second] = [await host.invoice(other.client), await host.invoice(other.client)]
    const open = await host.pay(other, {
      allocations: [{ invoice: first, amount: 500 }],
      confirmationToken: await host.token('pm_card_authenticationRequired'),
    })
    const debit = await host.pay(other, {
      allocations: [{ invoice: second, amount: 500 }],
      confirmationToken: await host.token('pm_usBankAccount_success'),
    })
    await cancelOpenPayments({ payload: host.payload, payer: other.id })
    const { rows } = await poolOf(host.payload).query(
      'select id, status from transactions where payer_id = $1 order by id',
      [other.id],
    )
    expect(rows).toEqual([
      { id: open.body.transaction.id, status: 'canceled' },
      { id: debit.body.transaction.id, status: 'processing' },
    ])
    expect([await host.pendingOf(first), await host.pendingOf(second)]).toEqual([0, 500])
  })

  it.each([
    ['is gone', 'delete from associations where payer_id = $1'],
    ['is to view only', `update associations set ability = 'view' where payer_id = $1`],
    ['has ended', `update associations set ends_on = '2020-01-01' where payer_id = $1`],
  ])('S-08 cannot be gone on with once its association %s: the next request ends it', async (_how, change) => {
    for (const way of ['resume', 'repeat'] as const) {
      const { payer, invoice, pay } = await start('pm_card_authenticationRequired')
      const begun = await pay()
      const intent = String(String(begun.body.clientSecret).split('_secret_')[0])
      await poolOf(host.payload).query(change, [payer.id])
      const resume = () =>
        host.as(payer, `/api/portal/payments/${begun.body.transaction.id}/resume`, { method: 'POST' })
      const { body } = await (way === 'resume' ? resume() : pay())
      const { transaction } = way === 'resume' ? body : body.errors[0].data
      expect([way, transaction.status, body.clientSecret ?? null]).toEqual([way, 'canceled', null])
      expect((await host.standIn.stripe.paymentIntents.retrieve(intent)).status).toBe('canceled')
      expect(await host.pendingOf(invoice)).toBe(0)
    }
  })

  it('of another payer is 404 to cancel and to resume', async () => {
    const { pay } = await start('pm_card_authenticationRequired')
    const { id } = (await pay()).body.transaction
    const stranger = await host.payer()
    for (const action of ['cancel', 'resume']) {
      for (const target of [id, 2_000_000_000, 'abc', '0']) {
        const answer = await host.as(stranger, `/api/portal/payments/${target}/${action}`, { method: 'POST' })
        expect([answer.status, answer.body.errors[0].data.code]).toEqual([404, 'payment_not_found'])
      }
    }
  })
})
