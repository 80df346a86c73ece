import { poolOf } from '../../src/base/database.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { type LoggedInPayer, loginPayer } from '../factories/loginPayer.ts'
import type { Host } from '../helpers/host/bootHost.ts'
import { bootPortalHost } from '../helpers/portalHost.ts'

let host: Host
let ada: LoggedInPayer

type Doc = { id: number; number: string; reason: string | null; payable: boolean }

const get = (path: string, payer: LoggedInPayer = ada) => host.call(path, { headers: payer.headers })
const numbers = async (query: string) =>
  (await get(`/api/portal/invoices?${query}`)).body.docs.map((doc: Doc) => doc.number)

async function fileOf(
  path: string,
): Promise<{ status: number; type: string | null; text: string; cache: string | null }> {
  const response = await host.fetch(path, { headers: ada.headers })
  const bytes = Buffer.from(await response.arrayBuffer())
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    cache: response.headers.get('cache-control'),
    text: bytes.toString('latin1'),
  }
}

beforeAll(async () => {
  ;({ host, ada } = await bootPortalHost())
})
afterAll(() => host.close())

describe('what a payer reads', () => {
  it('lists what is open, oldest due first and undated last', async () => {
    expect(await numbers('')).toEqual(['B', 'A', 'D', 'HELD', 'BUSY', 'NOACCOUNT', 'VIEW', 'TEXTS', 'C'])
    expect(await numbers('status=overdue')).toEqual(['B', 'A'])
    expect(await numbers('status=credit')).toEqual(['CREDIT'])
    expect(await numbers('status=paid')).toEqual(['PAID'])
    expect((await numbers('status=all')).toSorted()).not.toContain('VOID')
    expect(await numbers('sort=-amountDue&limit=2')).toEqual(['TEXTS', 'VIEW'])
  })

  it('goes through every page once, and counts only when asked', async () => {
    const seen: string[] = []
    for (let page = 1; page < 10; page += 1) {
      const { body } = await get(`/api/portal/invoices?limit=2&page=${page}`)
      expect(body.totalDocs).toBeUndefined()
      seen.push(...body.docs.map((doc: Doc) => doc.number))
      if (!body.hasNextPage) break
    }
    expect(seen).toEqual(await numbers('limit=100'))
    expect((await get('/api/portal/invoices?limit=2&count=true')).body.totalDocs).toBe(9)
  })

  it('searches numbers and names as plain text', async () => {
    expect(await numbers('q=hel')).toEqual(['HELD'])
    expect(await numbers('q=%25')).toEqual([])
    expect(await numbers('q=matter one&limit=1')).toHaveLength(1)
    expect(await numbers('q=secret')).toEqual([])
  })

  it('tells for each invoice whether it can be paid, and why not', async () => {
    const docs: Doc[] = (await get('/api/portal/invoices?status=all')).body.docs
    const reasons = Object.fromEntries(
      docs.map(({ number, reason, payable }) => [number, payable ? 'payable' : reason]),
    )
    expect(reasons).toEqual({
      A: 'payable',
      B: 'payable',
      C: 'payable',
      D: 'payable',
      TEXTS: 'payable',
      HELD: 'held',
      BUSY: 'in_progress',
      NOACCOUNT: 'unknown_account',
      VIEW: 'view_only',
      CREDIT: 'credit',
      PAID: 'nothing_due',
    })
    expect(JSON.stringify(docs)).not.toContain('dispute')
  })

  it('sums amounts due by currency, with what is overdue, and credits apart', async () => {
    const { body } = await get('/api/portal/summary')
    expect(body.totals).toEqual([
      { currency: 'jpy', openCount: 1, openTotal: 50, overdueCount: 0, overdueTotal: 0 },
      {
        currency: 'usd',
        openCount: 8,
        openTotal: 100 + 200 + 700 + 10_000 + 0 + 10_000 + 10_000 + 10_000,
        overdueCount: 2,
        overdueTotal: 300,
      },
    ])
    expect(body.credits).toEqual([{ currency: 'usd', count: 1, total: -500 }])
  })

  it('an association for amounts only keeps memo and matter text back on every route', async () => {
    const [doc] = (await get('/api/portal/invoices?q=TEXTS')).body.docs as Doc[]
    const id = doc?.id
    for (const path of [
      `/api/portal/invoices/${id}`,
      `/api/invoices/${id}`,
      '/api/invoices?limit=100',
      '/api/portal/invoices?status=all&limit=100',
    ]) {
      const { status, text } = await get(path)
      expect([path, status]).toEqual([path, 200])
      expect(text).not.toContain('secret')
    }
    expect((await get('/api/invoices?where[memo][equals]=a secret memo')).status).toBe(400)
    expect((await get('/api/invoices?sort=matterDescription')).status).toBe(400)
  })

  it('S-05 an invoice out of scope, a void one, an unused id, 2^40 and abc get one answer on every route', async () => {
    const { rows } = await poolOf(host.payload).query<{ id: number }>(
      `select id from invoices where number in ('FOREIGN', 'VOID') order by id`,
    )
    const ids = [...rows.map(({ id }) => String(id)), '2000000000', String(2 ** 40), 'abc', '0', '-1']
    const body = (id: string) => ({
      amount: 100,
      currency: 'usd',
      paymentMethod: 1,
      allocations: [{ invoice: Number(id) || id, amount: 100 }],
    })
    const routes: [string, (id: string) => Promise<{ status: number; text: string }>][] = [
      ['detail', (id) => get(`/api/portal/invoices/${id}`)],
      ['pdf', (id) => get(`/api/portal/invoices/${id}/pdf`)],
      ['rest', (id) => get(`/api/invoices/${id}`)],
    ]
    for (const [name, ask] of routes) {
      const answers = await Promise.all(
        ids.map(async (id) => {
          const { status, text } = await ask(id)
          return JSON.stringify([status, text])
        }),
      )
      expect([name, new Set(answers).size]).toEqual([name, 1])
      expect(answers[0]).toMatch(/^\[40[34]/)
    }
    const pay = await Promise.all(
      ids.slice(0, 3).map((id) =>
        host.call('/api/portal/payments', {
          method: 'POST',
          headers: { ...ada.headers, 'idempotency-key': `s05-${id}` },
          body: body(id),
        }),
      ),
    )
    expect(new Set(pay.map(({ status, text }) => JSON.stringify([status, text]))).size).toBe(1)
    expect(pay[0]?.status).toBeGreaterThanOrEqual(400)
  })

  it('gives an invoice as a PDF that no cache keeps', async () => {
    const [doc] = (await get('/api/portal/invoices?q=HELD')).body.docs as Doc[]
    const file = await fileOf(`/api/portal/invoices/${doc?.id}/pdf`)
    expect([file.status, file.type, file.cache]).toEqual([200, 'application/pdf', 'private, no-store'])
    expect(file.text.startsWith('%PDF-')).toBe(true)
  })

  it('shows own transactions and receipts, also when the invoice left the scope, and nobody else\u2019s', async () => {
    const pool = poolOf(host.payload)
    const { rows } = await pool.query<{ id: number }>(
      `insert into transactions (reference, kind, status, payer_id, channel, amount, currency, account, settled_at) values ('P-1', 'payment', 'succeeded', $1, 'portal', 500, 'usd', 'operating-ny', now()) returning id`,
      [ada.id],
    )
    const id = rows[0]?.id
    const foreign = await createInvoice(host.payload, { clientNumber: 'C-9', number: 'GONE' })
    await pool.query(
      `insert into transactions_allocations (_order, _parent_id, id, invoice_id, invoice_number, amount, pending) values (1, $1, 'x1', $2, 'GONE', 500, 0)`,
      [id, foreign.id],
    )
    const { body } = await get(`/api/portal/transactions/${id}`)
    expect(body).toMatchObject({
      reference: 'P-1',
      amount: 500,
      allocations: [{ invoice: foreign.id, invoiceNumber: 'GONE', amount: 500 }],
    })
    expect((await get('/api/portal/transactions')).body.docs).toHaveLength(1)
    expect((await fileOf(`/api/portal/transactions/${id}/receipt.pdf`)).status).toBe(200)
    expect((await get(`/api/portal/invoices/${foreign.id}`)).status).toBe(404)
    const bob = await loginPayer(host)
    for (const path of [`/api/portal/transactions/${id}`, `/api/portal/transactions/${id}/receipt.pdf`]) {
      expect((await get(path, bob)).text).toBe((await get(path.replace(String(id), '999999'), bob)).text)
    }
    expect((await get('/api/portal/transactions', bob)).body.docs).toEqual([])
  })
})
