import { randomUUID } from 'node:crypto'
import { poolOf } from '../../src/base/database.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { loginPayer } from '../factories/loginPayer.ts'
import { bootPaymentHost, type PaymentHost, partedPending } from '../helpers/paymentHost.ts'

let host: PaymentHost
beforeAll(async () => {
  host = await bootPaymentHost()
})
afterAll(async () => {
  const parted = await partedPending(host.payload)
  await host.close()
  expect(parted).toEqual([])
})

const codeOf = (answer: { body: Record<string, any> }): string => answer.body.errors?.[0]?.data?.code

async function one(given = {}) {
  const payer = await host.payer()
  const invoice = await host.invoice(payer.client, given)
  return { payer, invoice }
}

describe('a payment', () => {
  it('charges a new card, books it as succeeded and lowers what is due at once', async () => {
    const { payer, invoice } = await one()
    const answer = await host.pay(payer, {
      allocations: [{ invoice, amount: 4000 }],
      confirmationToken: await host.token(),
    })
    expect(answer.status).toBe(201)
    expect(answer.body.transaction).toMatchObject({
      kind: 'payment',
      status: 'succeeded',
      amount: 4000,
      currency: 'usd',
      account: 'operating-ny',
      channel: 'portal',
      held: null,
      method: { type: 'card', brand: 'visa', last4: '4242' },
      allocations: [{ invoice, amount: 4000 }],
    })
    expect(answer.body.transaction.allocations[0]).not.toHaveProperty('pending')
    expect(answer.body.transaction.settledAt).toBeTruthy()
    expect(await host.pendingOf(invoice)).toBe(4000)
    const charge = (await host.charges()).find(({ reference }) => reference === answer.body.transaction.reference)
    expect(charge).toMatchObject({ amount: 4000, currency: 'usd', status: 'succeeded' })
    const { rows } = await poolOf(host.payload).query(
      'select kind, recipient from payer_portal_mails where dedupe_key = $1',
      [`receipt:${answer.body.transaction.id}`],
    )
    expect(rows).toEqual([{ kind: 'receipt', recipient: payer.email }])
    const postings = await poolOf(host.payload).query(
      'select source, reference, status from payer_portal_postings where transaction_id = $1',
      [answer.body.transaction.id],
    )
    expect(postings.rows).toEqual([{ source: 'firm', reference: answer.body.transaction.reference, status: 'pending' }])
  })

  it('answers a decline with 402, the transaction and advice, and releases the amount', async () => {
    const { payer, invoice } = await one()
    const key = randomUUID()
    const body = {
      allocations: [{ invoice, amount: 10_000 }],
      confirmationToken: await host.token('pm_card_chargeDeclinedInsufficientFunds'),
    }
    const answer = await host.pay(payer, body, key)
    expect(answer.status).toBe(402)
    expect(answer.body.errors[0].data).toMatchObject({
      code: 'payment_declined',
      transaction: { status: 'failed', failure: { code: 'insufficient_funds' } },
    })
    expect(answer.body.errors[0].message).toContain('not enough funds')
    expect(await host.pendingOf(invoice)).toBe(0)
    const again = await host.pay(payer, body, key)
    expect(again.status).toBe(402)
    expect(again.body.errors[0].data.transaction.id).toBe(answer.body.errors[0].data.transaction.id)
  })

  it('repeats the transaction for the same key and body, and refuses the key for another body', async () => {
    const { payer, invoice } = await one()
    const key = randomUUID()
    const body = { allocations: [{ invoice, amount: 3000 }], confirmationToken: await host.token() }
    const first = await host.pay(payer, body, key)
    const second = await host.pay(payer, body, key)
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.body.transaction).toEqual(first.body.transaction)
    const other = await host.pay(payer, { ...body, allocations: [{ invoice, amount: 2999 }] }, key)
    expect([other.status, codeOf(other)]).toEqual([409, 'idempotency_key_reused'])
    const stranger = await one()
    const foreign = await host.pay(
      stranger.payer,
      { allocations: [{ invoice: stranger.invoice, amount: 3000 }], confirmationToken: await host.token() },
      key,
    )
    expect(foreign.status).toBe(201)
    expect(foreign.body.transaction.id).not.toBe(first.body.transaction.id)
  })

  it('makes one transaction for ten parallel requests of one key', async () => {
    const { payer, invoice } = await one()
    const key = randomUUID()
    const body = { allocations: [{ invoice, amount: 1000 }], confirmationToken: await host.token() }
    const answers = await Promise.all(Array.from({ length: 10 }, () => host.pay(payer, body, key)))
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201))
    const ids = new Set(answers.map((answer) => answer.body.transaction.id))
    expect(ids.size).toBe(1)
    const reference = answers[0]?.body.transaction.reference
    expect((await host.charges()).filter((charge) => charge.reference === reference)).toHaveLength(1)
    expect(await host.pendingOf(invoice)).toBe(1000)
  })
})

type Refusal = { status: number; code: string; reason: string | null }

describe('what cannot be paid', () => {
  const refusals: [string, Record<string, unknown>, Refusal][] = [
    ['a hold', { hold: 'disputed' }, { status: 409, code: 'invoice_not_payable', reason: 'held' }],
    ['a credit', { balance: -10_000 }, { status: 409, code: 'invoice_not_payable', reason: 'credit' }],
    ['a paid invoice', { balance: 0 }, { status: 409, code: 'invoice_not_payable', reason: 'nothing_due' }],
    ['a void invoice', { status: 'void' }, { status: 404, code: 'invoice_not_found', reason: null }],
    [
      'an unknown account',
      { account: 'elsewhere' },
      { status: 409, code: 'invoice_not_payable', reason: 'unknown_account' },
    ],
    ['no account', { account: null }, { status: 409, code: 'invoice_not_payable', reason: 'unknown_account' }],
    ['an amount in use', { pending: 10_000 }, { status: 409, code: 'invoice_not_payable', reason: 'in_progress' }],
    ['more than is due', { balance: 9_999 }, { status: 409, code: 'amount_exceeds_due', reason: null }],
    ['another currency', { currency: 'eur' }, { status: 400, code: 'mixed_currencies', reason: null }],
  ]
  it.each(refusals)(
    '%s is refused and nothing is charged or stored',
    async (_name, given, { status, code, reason }) => {
      const payer = await host.payer()
      const invoice = await host.invoice(payer.client, given)
      if (given.pending) await poolOf(host.payload).query(`update invoices set pending = 0 where id = $1`, [invoice])
      if (given.pending)
        expect(
          (await host.pay(payer, { allocations: [{ invoice, amount: 10_000 }], confirmationToken: await host.token() }))
            .status,
        ).toBe(201)
      const before = (await host.charges()).length
      const answer = await host.pay(payer, {
        allocations: [{ invoice, amount: 10_000 }],
        confirmationToken: await host.token(),
      })
      expect([answer.status, codeOf(answer)]).toEqual([status, code])
      if (reason) expect(answer.body.errors[0].data.reason).toBe(reason)
      expect(await host.charges()).toHaveLength(before)
    },
  )

  it('answers for a foreign invoice exactly as for one that does not exist', async () => {
    const { payer } = await one()
    const foreign = (await one()).invoice
    const answers = await Promise.all(
      [foreign, 2_000_000_000].map(async (invoice) =>
        host.pay(payer, { allocations: [{ invoice, amount: 100 }], confirmationToken: await host.token() }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual([404, 404])
    const [a, b] = answers.map((answer) => ({
      ...answer.body.errors[0],
      data: { ...answer.body.errors[0].data, invoice: 0 },
    }))
    expect(a).toEqual(b)
  })

  it('refuses a view-only invoice', async () => {
    const payer = await loginPayer(host)
    const client = `V-${payer.id}`
    await createAssociation(host.payload, payer.id, { clientNumber: client, ability: 'view' })
    const invoice = await host.invoice(client)
    const answer = await host.pay(payer, {
      allocations: [{ invoice, amount: 100 }],
      confirmationToken: await host.token(),
    })
    expect([answer.status, answer.body.errors[0].data.reason]).toEqual([409, 'view_only'])
  })

  it('mixes no accounts, sources or trust matters in one payment, and takes a trust deposit for one matter', async () => {
    const payer = await host.payer()
    const [ny, tokyo, other, trust, trustToo, trustOther] = await Promise.all([
      host.invoice(payer.client),
      host.invoice(payer.client, { account: 'operating-tokyo' }),
      host.invoice(payer.client, { source: 'second' }),
      host.invoice(payer.client, { account: 'trust-ny' }),
      host.invoice(payer.client, { account: 'trust-ny' }),
      host.invoice(payer.client, { account: 'trust-ny', matterNumber: 'M-2' }),
    ])
    const pay = async (...invoices: number[]) =>
      host.pay(payer, {
        allocations: invoices.map((invoice) => ({ invoice, amount: 1000 })),
        confirmationToken: await host.token(),
      })
    expect(codeOf(await pay(ny, tokyo))).toBe('mixed_accounts')
    expect(codeOf(await pay(ny, other))).toBe('mixed_sources')
    expect(codeOf(await pay(ny, trust))).toBe('mixed_accounts')
    expect((await pay(trust, trustOther)).body.errors[0].data).toMatchObject({
      code: 'invoice_not_payable',
      reason: 'trust',
    })
    expect((await pay(trust, trustToo)).status).toBe(201)
  })

  const bodies: [string, (base: { invoice: number; token: string }) => Record<string, unknown>, string][] = [
    [
      'no allocations',
      ({ token }) => ({ amount: 1, currency: 'usd', allocations: [], confirmationToken: token }),
      'bad_request',
    ],
    [
      'a string amount',
      ({ invoice, token }) => ({
        amount: '100',
        currency: 'usd',
        allocations: [{ invoice, amount: 100 }],
        confirmationToken: token,
      }),
      'amount_invalid',
    ],
    [
      'a broken amount',
      ({ invoice, token }) => ({
        amount: 100.5,
        currency: 'usd',
        allocations: [{ invoice, amount: 100.5 }],
        confirmationToken: token,
      }),
      'amount_invalid',
    ],
    [
      'a negative amount',
      ({ invoice, token }) => ({
        amount: -100,
        currency: 'usd',
        allocations: [{ invoice, amount: -100 }],
        confirmationToken: token,
      }),
      'amount_invalid',
    ],
    [
      'a wrong sum',
      ({ invoice, token }) => ({
        amount: 101,
        currency: 'usd',
        allocations: [{ invoice, amount: 100 }],
        confirmationToken: token,
      }),
      'amount_mismatch',
    ],
    [
      'an invoice named twice',
      ({ invoice, token }) => ({
        amount: 200,
        currency: 'usd',
        allocations: [
          { invoice, amount: 100 },
          { invoice: String(invoice), amount: 100 },
        ],
        confirmationToken: token,
      }),
      'bad_request',
    ],
    [
      'no method',
      ({ invoice }) => ({ amount: 100, currency: 'usd', allocations: [{ invoice, amount: 100 }] }),
      'bad_request',
    ],
    [
      'two methods',
      ({ invoice, token }) => ({
        amount: 100,
        currency: 'usd',
        allocations: [{ invoice, amount: 100 }],
        confirmationToken: token,
        paymentMethod: 1,
      }),
      'bad_request',
    ],
    [
      'an upper-case currency',
      ({ invoice, token }) => ({
        amount: 100,
        currency: 'USD',
        allocations: [{ invoice, amount: 100 }],
        confirmationToken: token,
      }),
      'bad_request',
    ],
    [
      'too little',
      ({ invoice, token }) => ({
        amount: 49,
        currency: 'usd',
        allocations: [{ invoice, amount: 49 }],
        confirmationToken: token,
      }),
      'amount_below_minimum',
    ],
    [
      'too much',
      ({ invoice, token }) => ({
        amount: 100_000_000,
        currency: 'usd',
        allocations: [{ invoice, amount: 100_000_000 }],
        confirmationToken: token,
      }),
      'amount_above_maximum',
    ],
    [
      'a token that does not exist',
      ({ invoice }) => ({
        amount: 100,
        currency: 'usd',
        allocations: [{ invoice, amount: 100 }],
        confirmationToken: 'ctoken_none',
      }),
      'payment_details_invalid',
    ],
  ]
  it.each(bodies)('%s is refused with a code and 400, and nothing stays reserved', async (_name, make, code) => {
    const { payer, invoice } = await one({ balance: 200_000_000 })
    const answer = await host.as(payer, '/api/portal/payments', {
      method: 'POST',
      body: make({ invoice, token: await host.token() }),
    })
    expect(codeOf(answer)).toBe('idempotency_key_required')
    const keyed = await host.call('/api/portal/payments', {
      method: 'POST',
      headers: { ...payer.headers, 'idempotency-key': randomUUID() },
      body: make({ invoice, token: await host.token() }),
    })
    expect([keyed.status, codeOf(keyed)]).toEqual([400, code])
    expect(await host.pendingOf(invoice)).toBe(0)
  })
})
