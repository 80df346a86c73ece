import { poolOf } from '../../src/base/database.ts'
import { createAssociation } from '../factories/createAssociation.ts'
import { createInvoice } from '../factories/createInvoice.ts'
import { type LoggedInPayer, loginPayer } from '../factories/loginPayer.ts'
import { bootHost, type Host } from '../helpers/host/bootHost.ts'

let host: Host
let ada: LoggedInPayer
let staff: { authorization: string }

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
  host = await bootHost()
  const { payload } = host
  ada = await loginPayer(host)
  await createAssociation(payload, ada.id, { clientNumber: 'C-1' })
  await createAssociation(payload, ada.id, { clientNumber: 'C-VIEW', ability: 'view' })
  await createAssociation(payload, ada.id, { clientNumber: 'C-AMOUNTS', detail: 'amounts' })
  await createInvoice(payload, { number: 'A', dueOn: '2026-03-01', issuedOn: '2026-02-01', balance: 100 })
  await createInvoice(payload, { number: 'B', dueOn: '2026-02-01', issuedOn: '2026-01-01', balance: 300, pending: 100 })
  await createInvoice(payload, { number: 'C', dueOn: null, issuedOn: null, balance: 50, currency: 'jpy' })
  await createInvoice(payload, { number: 'D', dueOn: '2999-01-01', balance: 700 })
  await createInvoice(payload, { number: 'HELD', hold: 'dispute', dueOn: '2999-02-01' })
  await createInvoice(payload, { number: 'BUSY', balance: 10, pending: 10, dueOn: '2999-02-02' })
  await createInvoice(payload, { number: 'NOACCOUNT', account: 'elsewhere', dueOn: '2999-02-03' })
  await createInvoice(payload, { number: 'VIEW', clientNumber: 'C-VIEW', dueOn: '2999-02-04' })
  await createInvoice(payload, {
    number: 'TEXTS',
    clientNumber: 'C-AMOUNTS',
    memo: 'a secret memo',
    matterDescription: 'a secret matter',
    dueOn: '2999-02-05',
  })
  await createInvoice(payload, { number: 'CREDIT', balance: -500, total: -500 })
  await createInvoice(payload, { number: 'PAID', balance: 0 })
  await createInvoice(payload, { number: 'VOID', status: 'void' })
  await createInvoice(payload, { number: 'FOREIGN', clientNumber: 'C-2' })
  await payload.create({
    collection: 'users',
    data: { email: 'staff@firm.test', password: 'Staff-portal-2026!' },
    overrideAccess: true,
  })
  const login = await host.call('/api/users/login', {
    method: 'POST',
    body: { email: 'staff@firm.test', password: 'Staff-portal-2026!' },
  })
  staff = { authorization: `JWT ${login.body.token}` }
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

  it('S-15 limit and page are bounded', async () => {
    for (const query of [
      'limit=0',
      'limit=-1',
      'limit=1000000000',
      'limit=abc',
      'page=0',
      'page=-1',
      'page=99999999999',
    ]) {
      expect([query, (await get(`/api/portal/invoices?${query}`)).status]).toEqual([query, 400])
    }
    const { body } = await get('/api/invoices?limit=1000000000&depth=10')
    expect(body.limit).toBe(100)
  })

  it('I-01 2,000 random query strings give an answer or a refusal, never a failure', async () => {
    const keys = [
      'limit',
      'page',
      'sort',
      'q',
      'status',
      'depth',
      'where[id][equals]',
      'where[number][like]',
      'where[or][0][id][in]',
      'where[total][greater_than]',
      'where[createdAt][less_than]',
      'where',
      'select[memo]',
      'populate[a]',
      'joins',
      'locale',
      'count',
      'like[]',
      '__proto__[x]',
      'where[dueOn][exists]',
      'where[id][in][0]',
      'where[status][equals]',
    ]
    const values = [
      '',
      '0',
      '-1',
      '1e9',
      '99999999999999999999',
      'abc',
      '%00',
      "'",
      '%27%3B--',
      '%25',
      '\u05e9',
      '[]',
      '{}',
      'null',
      'true',
      '-createdAt',
      'payer.email',
      '2026-13-45',
      'NaN',
      '%F0%9F%92%A9',
      '1,2',
      '\\',
    ]
    const paths = [
      '/api/portal/invoices',
      '/api/portal/transactions',
      '/api/portal/summary',
      '/api/invoices',
      '/api/transactions',
      '/api/payers',
    ]
    let seed = 7
    const pick = <Item>(items: readonly Item[]): Item => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return items[seed % items.length] as Item
    }
    const failures: string[] = []
    for (let round = 0; round < 100; round += 1) {
      const urls = Array.from(
        { length: 20 },
        () => `${pick(paths)}?${pick(keys)}=${pick(values)}&${pick(keys)}=${pick(values)}`,
      )
      const answers = await Promise.all(urls.map(async (url) => ({ url, status: (await get(url)).status })))
      failures.push(...answers.filter(({ status }) => status >= 500).map(({ url, status }) => `${status} ${url}`))
    }
    expect(failures).toEqual([])
  }, 60_000)
})

describe('the settings and the preview', () => {
  it('tells everybody the firm\u2019s name, consent text and no more', async () => {
    const { status, body } = await host.call('/api/portal/settings')
    expect(status).toBe(200)
    expect(Object.keys(body).toSorted()).toEqual([
      'colors',
      'consent',
      'firmName',
      'gateway',
      'logo',
      'timeZone',
      'welcomeHtml',
    ])
    expect(body).toMatchObject({ firmName: 'Marsh & Pell LLP', gateway: null, consent: { version: '1' } })
  })

  it('I-04 turns the welcome text into HTML in which texts are texts and links run nothing', async () => {
    const link = {
      type: 'link',
      version: 1,
      fields: { linkType: 'custom', url: 'javascript:alert(1)' },
      children: [{ type: 'text', text: 'here', version: 1, format: 0, detail: 0, mode: 'normal', style: '' }],
      format: '',
      indent: 0,
      direction: 'ltr',
    }
    const word = {
      type: 'text',
      text: '<img src=x onerror=alert(1)> Hello',
      version: 1,
      format: 0,
      detail: 0,
      mode: 'normal',
      style: '',
    }
    const welcome = {
      root: {
        type: 'root',
        version: 1,
        format: '',
        indent: 0,
        direction: 'ltr',
        children: [{ type: 'paragraph', version: 1, format: '', indent: 0, direction: 'ltr', children: [word, link] }],
      },
    }
    await poolOf(host.payload).query('insert into portal_settings (welcome) values ($1)', [JSON.stringify(welcome)])
    const { welcomeHtml } = (await host.call('/api/portal/settings')).body
    expect(welcomeHtml).toContain('&lt;img')
    expect(welcomeHtml).not.toMatch(/<img|javascript:/i)
  })

  it('previews what a payer sees, and drafts by the same predicate, for staff only', async () => {
    const path = `/api/payers/${ada.id}/preview`
    const now = (await host.call(path, { headers: staff })).body
    expect(now.totals).toEqual((await get('/api/portal/summary')).body.totals)
    const draft = { clientNumber: 'C-2' }
    const drafted = await host.call(path, { method: 'POST', headers: staff, body: { associations: [draft] } })
    expect(drafted.body.totals.at(-1).openCount).toBe(now.totals.at(-1).openCount + 1)
    const excluded = await host.call(path, {
      method: 'POST',
      headers: staff,
      body: {
        associations: [{ clientNumber: 'C-1', effect: 'exclude', endsOn: '2999-01-01' }, { clientName: 'Nobody' }],
      },
    })
    expect(excluded.body.warnings.map(({ code }: { code: string }) => code)).toEqual(
      expect.arrayContaining(['exclude_ends', 'matches_nothing', 'by_name']),
    )
    expect((await host.call(path, { headers: ada.headers })).status).toBe(403)
    expect((await host.call(path)).status).toBe(401)
    expect((await host.call('/api/payers/999999/preview', { headers: staff })).status).toBe(404)
    for (const associations of [
      'x',
      [{}],
      [{ clientNumber: 5 }],
      [{ clientNumber: 'C', endsOn: 'soon' }],
      [{ clientNumber: 'C', effect: 'all' }],
    ]) {
      expect((await host.call(path, { method: 'POST', headers: staff, body: { associations } })).status).toBe(400)
    }
    expect((await get('/api/portal/invoices?q=FOREIGN')).body.docs).toEqual([])
  })
})
