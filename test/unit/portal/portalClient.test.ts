import { createPortalClient } from '../../../src/portal/api/portalClient.ts'
import { RequestError } from '../../../src/portal/api/RequestError.ts'
import type { Id } from '../../../src/portal/api/types.ts'

type Sent = { url: string; init: RequestInit }

function clientOf(answer: () => Response | Promise<Response>, payer: Id | null = null, view: string | null = null) {
  const sent: Sent[] = []
  let logins = 0
  let gone = 0
  const client = createPortalClient({
    apiPath: '/api',
    payer,
    view,
    onLoginRequired: () => {
      logins += 1
    },
    onPayerGone: () => {
      gone += 1
    },
    fetch: async (url, init) => {
      sent.push({ url: String(url), init: init ?? {} })
      return await answer()
    },
  })
  return { client, sent, logins: () => logins, gone: () => gone }
}

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status })
const refusal = (status: number, code: string, data = {}) =>
  json(status, { errors: [{ message: `about ${code}`, name: 'PortalError', data: { code, ...data } }] })
const errorOf = (work: Promise<unknown>): Promise<RequestError> =>
  work.then(
    () => {
      throw new Error('it should have failed')
    },
    (error: unknown) => {
      if (error instanceof RequestError) return error
      throw error
    },
  )

describe("the portal's client", () => {
  it('sends a payment as JSON under its Idempotency-Key, for the payer that the page shows', async () => {
    const { client, sent } = clientOf(() => json(201, { transaction: { id: 5 } }), 7)
    const body = { amount: 100, currency: 'usd', allocations: [{ invoice: 1, amount: 100 }], paymentMethod: 3 }
    await expect(client.pay(body, 'key-1')).resolves.toEqual({ transaction: { id: 5 } })
    expect(sent[0]?.url).toBe('/api/portal/payments')
    expect(sent[0]?.init).toMatchObject({
      method: 'POST',
      credentials: 'same-origin',
      cache: 'no-store',
      body: JSON.stringify(body),
    })
    expect(sent[0]?.init.headers).toMatchObject({
      'Idempotency-Key': 'key-1',
      'X-Payer': '7',
      'Content-Type': 'application/json',
    })
  })

  it('encodes ids and search text, and leaves empty values out', async () => {
    const { client, sent } = clientOf(() => json(200, { docs: [], hasNextPage: false, page: 1 }))
    await client.invoices({ status: 'open', q: '100% "a&b"', sort: '-dueOn', page: 2 })
    await client.invoices({ q: '' })
    await client.invoice('../x')
    expect(sent.map(({ url }) => url)).toEqual([
      '/api/portal/invoices?status=open&q=100%25+%22a%26b%22&sort=-dueOn&page=2',
      '/api/portal/invoices',
      '/api/portal/invoices/..%2Fx',
    ])
    expect(sent[0]?.init.headers).not.toHaveProperty('X-Payer')
  })

  it('tells the code, the message and the data of a refusal', async () => {
    const { client } = clientOf(() => refusal(402, 'payment_declined', { transaction: { id: 9 } }))
    const error = await errorOf(client.allocate({ amount: 1, currency: 'usd' }))
    expect(error).toMatchObject({
      code: 'payment_declined',
      status: 402,
      message: 'about payment_declined',
      isUndecided: false,
    })
    expect(error.data.transaction).toEqual({ id: 9 })
  })

  it('says what is wrong with each field of a form', async () => {
    const data = { errors: [{ path: 'phone', message: 'This phone is too long.' }] }
    const { client } = clientOf(() =>
      json(400, { errors: [{ name: 'ValidationError', message: 'The following field is invalid: phone', data }] }),
    )
    expect(await errorOf(client.changeContact(1, {}))).toMatchObject({
      code: 'fields_invalid',
      message: 'This phone is too long.',
    })
  })

  it.each([
    ["a proxy's page", () => new Response('<html>502</html>', { status: 502 })],
    ['an empty answer', () => new Response('', { status: 500 })],
    ['a stack of another layer', () => json(500, { errors: [{ message: 'select * from secrets' }] })],
  ])('shows a payer nothing of %s, and calls it undecided', async (_, answer) => {
    const error = await errorOf(clientOf(answer).client.summary())
    expect(error).toMatchObject({ code: 'server_error', isUndecided: true })
    expect(error.message).toBe('Something went wrong on our side. Please try again in a moment.')
  })

  it('calls a lost connection undecided', async () => {
    const { client } = clientOf(() => {
      throw new TypeError('Failed to fetch')
    })
    expect(await errorOf(client.summary())).toMatchObject({ code: 'network', status: 0, isUndecided: true })
  })

  it('leads to the login when a session has ended, but not when a password is wrong', async () => {
    const ended = clientOf(() => refusal(401, 'login_required'))
    await errorOf(ended.client.summary())
    expect(ended.logins()).toBe(1)
    const wrong = clientOf(() => refusal(401, 'login_failed'))
    expect(await errorOf(wrong.client.login({ email: 'a@b.test', password: 'x' }))).toMatchObject({
      code: 'login_failed',
    })
    expect(wrong.logins()).toBe(0)
  })

  it('asks who is logged in without naming a record, so that a switch shows at once', async () => {
    const { client, sent } = clientOf(() => json(200, { user: null }), 7)
    await client.switchPayer(8)
    await client.me()
    for (const { init } of sent) expect(init.headers).not.toHaveProperty('X-Payer')
  })

  it('asks for one record when the tab shows one, and for downloads names it in the address', async () => {
    const { client, sent } = clientOf(() => json(200, { user: null }), 7)
    await client.me(7)
    expect(sent[0]?.init.headers).toMatchObject({ 'X-Payer': '7' })
    expect(client.invoicePdfUrl(3)).toBe('/api/portal/invoices/3/pdf?payer=7')
    expect(client.receiptPdfUrl('a/b')).toBe('/api/portal/transactions/a%2Fb/receipt.pdf?payer=7')
    expect(clientOf(() => json(200, {})).client.invoicePdfUrl(3)).toBe('/api/portal/invoices/3/pdf')
  })

  it('says that the login does not act for the record any more, and only then', async () => {
    const gone = clientOf(() => refusal(404, 'payer_not_found'), 7)
    expect(await errorOf(gone.client.summary())).toMatchObject({ code: 'payer_not_found' })
    await errorOf(gone.client.me(7))
    expect(gone.gone()).toBe(1)
    const missing = clientOf(() => refusal(404, 'invoice_not_found'), 7)
    await errorOf(missing.client.invoice(1))
    expect(missing.gone()).toBe(0)
  })

  it('carries the view of staff with every call and download, but not with the end of it', async () => {
    const { client, sent } = clientOf(() => json(200, { user: null }), null, '12')
    await Promise.all([client.settings(), client.me(), client.summary(), client.people(), client.sessions()])
    for (const { init } of sent) expect(init.headers).toMatchObject({ 'X-Payer-View': '12' })
    expect(client.invoicePdfUrl(3)).toBe('/api/portal/invoices/3/pdf?view=12')
    expect(client.receiptPdfUrl(4)).toBe('/api/portal/transactions/4/receipt.pdf?view=12')
    await client.endView(9)
    expect(sent.at(-1)).toMatchObject({ url: '/api/payers/9/view', init: { method: 'DELETE' } })
    expect(sent.at(-1)?.init.headers).not.toHaveProperty('X-Payer-View')
    const payer = clientOf(() => json(200, { user: null }), 7)
    await payer.client.summary()
    expect(payer.sent[0]?.init.headers).not.toHaveProperty('X-Payer-View')
  })

  it('passes on that a request was given up', async () => {
    const controller = new AbortController()
    controller.abort()
    const { client } = clientOf(() => {
      throw controller.signal.reason
    })
    await expect(client.summary(controller.signal)).rejects.toBe(controller.signal.reason)
  })
})
