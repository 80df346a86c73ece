import { poolOf } from '../../src/base/database.ts'
import type { LoggedInPayer } from '../factories/loginPayer.ts'
import { bootPaymentHost, type PaymentHost } from '../helpers/paymentHost.ts'

let host: PaymentHost
beforeAll(async () => {
  host = await bootPaymentHost()
})
afterAll(() => host.close())

const METHODS = '/api/portal/payment-methods'

async function keep(payer: LoggedInPayer, method = 'pm_card_visa') {
  const answer = await host.as(payer, METHODS, {
    method: 'POST',
    body: { confirmationToken: await host.token(method), consent: true },
  })
  expect(answer.status).toBe(201)
  return answer.body
}

async function gatewayIdOf(method: number): Promise<string> {
  const { rows } = await poolOf(host.payload).query<{ gateway_id: string }>(
    'select gateway_id from payer_portal_payment_methods where id = $1',
    [method],
  )
  return rows[0]?.gateway_id ?? ''
}

async function writesAtGateway(): Promise<number> {
  return (await host.standIn.list('requests')).filter(
    ({ method, path }) => method === 'POST' && !String(path).includes('test_helpers'),
  ).length
}

describe('payment methods', () => {
  it("keeps a card with consent, lists it without the gateway's id, pays with it and removes it", async () => {
    const payer = await host.payer()
    const { paymentMethod } = await keep(payer)
    expect(paymentMethod).toMatchObject({
      type: 'card',
      brand: 'visa',
      last4: '4242',
      isDefault: true,
      needsConsent: false,
    })
    const second = (await keep(payer, 'pm_card_mastercard')).paymentMethod
    expect(second.isDefault).toBe(false)
    const listed = await host.as(payer, METHODS)
    expect(listed.body.docs.map(({ id }: { id: number }) => id)).toEqual([paymentMethod.id, second.id])
    expect(listed.text).not.toMatch(/pm_|cus_/)
    const changed = await host.as(payer, `${METHODS}/${second.id}`, { method: 'PATCH', body: { default: true } })
    expect([changed.status, changed.body.paymentMethod.isDefault]).toEqual([200, true])
    const invoice = await host.invoice(payer.client)
    const paid = await host.pay(payer, { allocations: [{ invoice, amount: 2500 }], paymentMethod: second.id })
    expect([paid.status, paid.body.transaction.status, paid.body.transaction.method.brand]).toEqual([
      201,
      'succeeded',
      'mastercard',
    ])
    const removed = await host.as(payer, `${METHODS}/${paymentMethod.id}`, { method: 'DELETE' })
    expect(removed.status).toBe(200)
    expect((await host.as(payer, METHODS)).body.docs).toHaveLength(1)
    await host.jobs()
    expect((await host.standIn.stripe.paymentMethods.retrieve(await gatewayIdOf(paymentMethod.id))).customer).toBeNull()
    expect((await host.as(payer, `${METHODS}/${paymentMethod.id}`, { method: 'DELETE' })).status).toBe(404)
  })

  it('keeps nothing without consent', async () => {
    const payer = await host.payer()
    for (const consent of [undefined, false, 'true', 1]) {
      const answer = await host.as(payer, METHODS, {
        method: 'POST',
        body: { confirmationToken: await host.token(), consent },
      })
      expect([answer.status, answer.body.errors[0].data.code]).toEqual([400, 'consent_required'])
    }
    expect((await host.as(payer, METHODS)).body.docs).toEqual([])
  })

  it('saves the card of a payment when asked to, with the consent, and only then', async () => {
    const payer = await host.payer()
    const invoice = await host.invoice(payer.client)
    await host.pay(payer, { allocations: [{ invoice, amount: 100 }], confirmationToken: await host.token() })
    expect((await host.as(payer, METHODS)).body.docs).toEqual([])
    await host.pay(payer, {
      allocations: [{ invoice, amount: 100 }],
      confirmationToken: await host.token(),
      savePaymentMethod: true,
    })
    const { docs } = (await host.as(payer, METHODS)).body
    expect(docs).toMatchObject([{ brand: 'visa', last4: '4242', isDefault: true }])
    const { rows } = await poolOf(host.payload).query(
      'select consent_version, consent_login_id from payer_portal_payment_methods where id = $1',
      [docs[0].id],
    )
    expect(rows).toEqual([{ consent_version: '1', consent_login_id: payer.loginId }])
    const paid = await host.pay(payer, { allocations: [{ invoice, amount: 100 }], paymentMethod: docs[0].id })
    expect(paid.status).toBe(201)
  })

  it('notes a card that the bank asked about once the check is done', async () => {
    const payer = await host.payer()
    const { clientSecret } = await keep(payer, 'pm_card_authenticationRequired')
    expect(clientSecret).toMatch(/^seti_/)
    expect((await host.as(payer, METHODS)).body.docs).toEqual([])
    await host.standIn.control('complete-action', { setup_intent: String(clientSecret).split('_secret_')[0] })
    await host.deliver()
    expect((await host.as(payer, METHODS)).body.docs).toMatchObject([{ type: 'card', last4: '3184' }])
  })

  it('needs the consent of the person who charges it', async () => {
    const payer = await host.payer()
    const { paymentMethod } = await keep(payer)
    const invoice = await host.invoice(payer.client)
    await poolOf(host.payload).query('update payer_portal_payment_methods set consent_login_id = null where id = $1', [
      paymentMethod.id,
    ])
    const refused = await host.pay(payer, { allocations: [{ invoice, amount: 100 }], paymentMethod: paymentMethod.id })
    expect([refused.status, refused.body.errors[0].data.code]).toEqual([400, 'consent_required'])
    await host.as(payer, `${METHODS}/${paymentMethod.id}`, { method: 'PATCH', body: { consent: true } })
    expect(
      (await host.pay(payer, { allocations: [{ invoice, amount: 100 }], paymentMethod: paymentMethod.id })).status,
    ).toBe(201)
  })

  it('cannot be removed while an unfinished payment uses it', async () => {
    const payer = await host.payer()
    const { paymentMethod } = await keep(payer, 'pm_usBankAccount_success')
    const invoice = await host.invoice(payer.client)
    expect(
      (await host.pay(payer, { allocations: [{ invoice, amount: 100 }], paymentMethod: paymentMethod.id })).body
        .transaction.status,
    ).toBe('processing')
    const answer = await host.as(payer, `${METHODS}/${paymentMethod.id}`, { method: 'DELETE' })
    expect([answer.status, answer.body.errors[0].data.code]).toEqual([409, 'payment_method_in_use'])
    expect((await host.as(payer, METHODS)).body.docs).toHaveLength(1)
  })
})

describe("another payer's method", () => {
  it("P-09 answers 404 at every endpoint, by our id and by the gateway's, and nothing is written at the gateway", async () => {
    const owner = await host.payer()
    const { paymentMethod } = await keep(owner)
    const payer = await host.payer()
    const invoice = await host.invoice(payer.client)
    await keep(payer)
    const foreign = [
      paymentMethod.id,
      await gatewayIdOf(paymentMethod.id),
      'seti_1',
      'pm_card_visa',
      2_000_000_000,
      0,
      -1,
    ]
    const before = await writesAtGateway()
    for (const id of foreign) {
      const answers = [
        await host.as(payer, `${METHODS}/${id}`, { method: 'PATCH', body: { default: true } }),
        await host.as(payer, `${METHODS}/${id}`, { method: 'PATCH', body: { consent: true } }),
        await host.as(payer, `${METHODS}/${id}`, { method: 'DELETE' }),
        await host.pay(payer, { allocations: [{ invoice, amount: 100 }], paymentMethod: id }),
      ]
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404])
      expect(answers.map(({ body }) => body.errors[0].data.code)).toEqual(Array(4).fill('payment_method_not_found'))
    }
    await host.jobs()
    expect(await writesAtGateway()).toBe(before)
    expect((await host.as(owner, METHODS)).body.docs).toHaveLength(1)
    expect(await host.pendingOf(invoice)).toBe(0)
  })

  it("P-09 a method that left the payer's customer at the gateway is not charged", async () => {
    const payer = await host.payer()
    const { paymentMethod } = await keep(payer)
    const invoice = await host.invoice(payer.client)
    await host.standIn.stripe.paymentMethods.detach(await gatewayIdOf(paymentMethod.id))
    const answer = await host.pay(payer, { allocations: [{ invoice, amount: 100 }], paymentMethod: paymentMethod.id })
    expect([answer.status, answer.body.errors[0].data.code]).toEqual([404, 'payment_method_not_found'])
    expect(await host.pendingOf(invoice)).toBe(0)
  })

  it("P-09 a confirmation token made of another payer's method charges nothing and keeps nothing", async () => {
    const owner = await host.payer()
    const stolen = await gatewayIdOf((await keep(owner)).paymentMethod.id)
    const payer = await host.payer()
    const invoice = await host.invoice(payer.client)
    const before = (await host.charges()).length
    const paid = await host.pay(payer, {
      allocations: [{ invoice, amount: 100 }],
      confirmationToken: await host.token(stolen),
    })
    expect(paid.status).toBe(400)
    const kept = await host.as(payer, METHODS, {
      method: 'POST',
      body: { confirmationToken: await host.token(stolen), consent: true },
    })
    expect(kept.status).toBe(400)
    expect(await host.charges()).toHaveLength(before)
    expect((await host.as(payer, METHODS)).body.docs).toEqual([])
    expect(await host.pendingOf(invoice)).toBe(0)
  })
})
