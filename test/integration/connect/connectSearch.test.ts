import { poolOf, withTransaction } from '../../../src/base/database.ts'
import { type BillingSource, SEARCH_FIELDS } from '../../../src/connect/BillingSource.ts'
import { createPosting } from '../../../src/connect/posting/createPosting.ts'
import { sqlSource } from '../../../src/connect/sources/sql/sqlSource.ts'
import { syncSource } from '../../../src/connect/sync/syncSource.ts'
import { createPayer } from '../../factories/createPayer.ts'
import { bootHost, type Host } from '../../helpers/host/bootHost.ts'
import { createLedgerDatabase, LEDGER_MAPPING, type LedgerDatabase } from '../../helpers/ledgerDatabase.ts'
import { loginStaff, type StaffHeaders } from '../../helpers/loginStaff.ts'
import { runJobs } from '../../helpers/mailJobs.ts'

const NAMES = [
  'Müller & Söhne',
  'Cafe\u0301 Noir',
  `O'Neil "Partners"`,
  '100% Pure',
  '100 Pure',
  'under_score',
  'underXscore',
  'back\\slash',
  'אברהם ובניו',
  'ЖУРАВЛЬ',
  'semi;colon -- drop',
  '<img src=x>',
  'Why? Ltd',
  'star*',
]

describe('Connect for staff', () => {
  let host: Host
  let ledger: LedgerDatabase
  let source: BillingSource
  let headers: StaffHeaders

  const get = (path: string) => host.call(path, { headers })
  const post = (path: string, body: unknown = {}) => host.call(path, { method: 'POST', headers, body })
  const search = (by: string, q: string, more: Record<string, string> = {}) =>
    get(`/api/connect/search?${new URLSearchParams({ by, q, ...more })}`)
  const names = async (q: string) =>
    (await search('clientName', q, { limit: '100' })).body.docs.map((row: { clientName: string }) => row.clientName)

  beforeAll(async () => {
    ledger = await createLedgerDatabase()
    source = sqlSource({ ...LEDGER_MAPPING, connection: ledger.url })
    host = await bootHost({ portal: { sources: [source] } })
    headers = await loginStaff(host)
    for (const [at, name] of NAMES.entries())
      await ledger.query('insert into clients values ($1, $2)', [`K-${at}`, name])
    await ledger.query(`insert into bills (id, no, client, client_name, matter, matter_text, due, open, ccy) values
      ('1', 'N-1', '0012', 'Zero', 'M-1', 'Lease', '2020-01-01', 10, 'usd'), ('2', 'N-2', '0012', 'Zero', 'M-2', 'Will', '2999-01-01', 5.5, 'usd'),
      ('3', 'N-3', '0012', 'Zero', 'M-1', 'Lease', null, 700, 'jpy'), ('4', 'N-4', '12', 'Twelve', 'M-1', 'Sale', null, 1, 'usd'), ('5', 'N-5', '12', 'Twelve', 'M-1', 'Sale', null, 0, 'usd')`)
    await ledger.query(`insert into clients values ('0012', 'Zero'), ('12', 'Twelve')`)
    await syncSource({ payload: host.payload, source: 'ledger' })
    await poolOf(host.payload).query(`update invoices set pending = 300 where number = 'N-1'`)
  })
  afterAll(async () => {
    await source.close()
    await host.close()
    await ledger.close()
  })

  it.each([
    ['müller', ['Müller & Söhne']],
    ['SÖHNE', ['Müller & Söhne']],
    ['café', ['Café Noir']],
    ['cafe\u0301', ['Café Noir']],
    [`o'neil "p`, [`O'Neil "Partners"`]],
    ['100%', ['100% Pure']],
    ['%', ['100% Pure']],
    ['_', ['under_score']],
    ['\\', ['back\\slash']],
    ['ובניו', ['אברהם ובניו']],
    ['журавль', ['ЖУРАВЛЬ']],
    [';colon --', ['semi;colon -- drop']],
    ['<img', ['<img src=x>']],
    ['?', ['Why? Ltd']],
    ['*', ['star*']],
    [`' or '1'='1`, []],
  ])('finds %j as it is typed, in any case, with no character being a pattern', async (q, expected) => {
    expect(await names(q)).toEqual(expected)
  })

  it('finds every kind at its own level with what is open, per currency', async () => {
    const none = { source: 'ledger', clientNumber: '0012', clientName: 'Zero' }
    const jpy = { currency: 'jpy', openCount: 1, openTotal: 700, overdueCount: 0, overdueTotal: 0 }
    const all = [jpy, { currency: 'usd', openCount: 2, openTotal: 1250, overdueCount: 1, overdueTotal: 700 }]
    expect((await search('clientNumber', '0012')).body).toEqual({
      docs: [{ ...none, level: 'client', totals: all }],
      hasNextPage: false,
    })
    expect(
      (await search('clientNumber', '12')).body.docs.map((row: { clientNumber: string }) => row.clientNumber),
    ).toEqual(['0012', '12', 'K-12'])
    expect((await search('matterNumber', 'm-1', { clientNumber: '001' })).body.docs).toEqual([
      {
        ...none,
        level: 'matter',
        matterNumber: 'M-1',
        matterDescription: 'Lease',
        totals: [jpy, { currency: 'usd', openCount: 1, openTotal: 700, overdueCount: 1, overdueTotal: 700 }],
      },
    ])
    expect((await search('matterDescription', 'LEAS')).body.docs).toHaveLength(1)
    expect((await search('invoiceNumber', 'n-2')).body.docs).toEqual([
      {
        ...none,
        level: 'invoice',
        invoiceNumber: 'N-2',
        matterNumber: 'M-2',
        matterDescription: 'Will',
        totals: [{ currency: 'usd', openCount: 1, openTotal: 550, overdueCount: 0, overdueTotal: 0 }],
      },
    ])
    expect((await search('clientName', 'noir')).body.docs[0].totals).toEqual([])
  })

  it('pages without a gap or a repeat', async () => {
    const seen: string[] = []
    for (let page = 1, isMore = true; isMore; page += 1) {
      const { body } = await search('clientNumber', 'k', { limit: '3', page: String(page) })
      seen.push(...body.docs.map((row: { clientNumber: string }) => row.clientNumber))
      isMore = body.hasNextPage
    }
    expect(seen.toSorted()).toEqual(NAMES.map((_, at) => `K-${at}`).toSorted())
  })

  it('I-01 refuses bad questions with a 4xx and a code', async () => {
    const bad = [
      '',
      '?by=clientName',
      '?by=clientName&q=',
      '?by=name&q=a',
      '?by=clientName&q=%00',
      '?by=clientName&q=a&limit=0',
      '?by=clientName&q=a&limit=101',
      '?by=clientName&q=a&page=-1',
      '?by=clientName&q=a&page=1e9',
      `?by=clientName&q=${'a'.repeat(201)}`,
      '?by=clientName&q=a&q=b',
      '?by=clientName&q=a&invoiceNumber=1',
      '?by[]=clientName&q[$ne]=a',
    ]
    for (const query of bad) {
      const answer = await get(`/api/connect/search${query}`)
      expect([query, answer.status, answer.body.errors?.[0]?.data?.code]).toEqual([query, 400, 'bad_request'])
    }
    expect((await get('/api/connect/search?by=clientName&q=a&source=nope')).body.errors[0].data.code).toBe(
      'source_not_found',
    )
    expect((await get('/api/postings?status=lost')).status).toBe(400)
    expect((await post('/api/connect/sync', { source: 5 })).status).toBe(400)
    expect((await post('/api/connect/sync', { full: 'yes' })).status).toBe(400)
    expect((await post('/api/postings/0/retry')).status).toBe(404)
    expect((await post('/api/postings/1e9/remove', { reason: 'x', released: 'already_entered' })).status).toBe(404)
  })

  it('S-12 answers nobody but staff', async () => {
    const routes = [
      ['GET', '/api/connect/search?by=clientName&q=a'],
      ['POST', '/api/connect/sync'],
      ['GET', '/api/connect/runs'],
      ['GET', '/api/postings'],
      ['POST', '/api/postings/1/retry'],
      ['POST', '/api/postings/1/remove'],
    ] as const
    for (const [method, path] of routes) expect([path, (await host.call(path, { method })).status]).toEqual([path, 401])
  })

  it('starts a sync through the worker and shows how it went', async () => {
    await ledger.query(`update bills set no = null where id = '5'`)
    expect(await post('/api/connect/sync', { source: 'ledger' })).toMatchObject({
      status: 202,
      body: { sources: ['ledger'] },
    })
    await post('/api/connect/sync')
    await runJobs(host.payload)
    const { body } = await get('/api/connect/runs?limit=1')
    expect(body).toMatchObject({
      page: 1,
      hasNextPage: true,
      docs: [
        {
          source: 'ledger',
          status: 'succeeded',
          counts: { read: 5, rejected: 1 },
          rejected: [{ externalId: '5', reason: 'number is missing' }],
        },
      ],
    })
    expect(Date.parse(body.docs[0].asOf)).not.toBeNaN()
    const one = await get(`/api/connect/runs?run=${body.docs[0].id}`)
    expect(one.body).toMatchObject({ hasNextPage: false, docs: [{ id: body.docs[0].id }] })
    expect((await get('/api/connect/runs?run=9999999')).body.docs).toEqual([])
    for (const wrong of ['0', '-1', 'x', '1.5']) expect((await get(`/api/connect/runs?run=${wrong}`)).status).toBe(400)
  })

  it('lists postings, has them tried again and taken out', async () => {
    const payer = await createPayer(host.payload)
    const make = (reference: string) =>
      withTransaction(host.payload, async (tx) => {
        const { rows } = await tx.query<{ id: number }>({
          text: `insert into transactions (reference, kind, status, payer_id, channel, amount, currency, account, settled_at) values ($1, 'payment', 'succeeded', $2, 'portal', 100, 'usd', 'operating-ny', now()) returning id`,
          values: [reference, payer],
        })
        await tx.query({
          text: `insert into transactions_allocations (_order, _parent_id, id, invoice_id, invoice_number, amount, pending) select 1, $1, $2, id, number, 100, 100 from invoices where number = 'N-4'`,
          values: [rows[0]?.id, reference],
        })
        await createPosting(tx, { transaction: rows[0]?.id ?? 0 })
      })
    await make('PP-ONE')
    await runJobs(host.payload)
    await make('PP-TWO')
    const list = (await get('/api/postings?limit=10')).body
    expect(list.docs).toMatchObject([
      { reference: 'PP-TWO', status: 'pending', amount: 100, currency: 'usd', kind: 'payment', source: 'ledger' },
      { reference: 'PP-ONE', status: 'posted', externalId: '1' },
    ])
    const [two, one] = list.docs
    expect((await get('/api/postings?status=posted')).body.docs).toHaveLength(1)
    expect((await post(`/api/postings/${one.id}/retry`)).body.errors[0].data.code).toBe('posting_state')
    expect((await post(`/api/postings/${one.id}/remove`, { reason: 'x', released: 'already_entered' })).status).toBe(
      409,
    )
    expect((await post(`/api/postings/${two.id}/remove`, { reason: ' ', released: 'already_entered' })).status).toBe(
      400,
    )
    expect((await post(`/api/postings/${two.id}/remove`, { reason: 'x', released: 'yes' })).status).toBe(400)
    expect((await post(`/api/postings/${two.id}/retry`)).status).toBe(202)
    await runJobs(host.payload)
    expect((await get('/api/postings?status=posted')).body.docs).toHaveLength(2)
    await make('PP-THREE')
    const three = (await get('/api/postings?limit=1')).body.docs[0]
    expect(
      await post(`/api/postings/${three.id}/remove`, { reason: 'By hand', released: 'already_entered' }),
    ).toMatchObject({ status: 200, body: { status: 'removed' } })
    await runJobs(host.payload)
    expect(await ledger.query('select ref from receipts order by id')).toEqual([{ ref: 'PP-ONE' }, { ref: 'PP-TWO' }])
    const audit = await poolOf(host.payload).query(
      `select action, data from audit_log where action = 'posting_removed'`,
    )
    expect(audit.rows).toEqual([
      { action: 'posting_removed', data: { posting: three.id, release: 'already_entered', reason: 'By hand' } },
    ])
  })

  it('several sources follow one after the other, and one that is down is a 503 without its secrets', async () => {
    const second = sqlSource({ ...LEDGER_MAPPING, key: 'second', label: 'Second', connection: ledger.url })
    const down = sqlSource({
      ...LEDGER_MAPPING,
      key: 'down',
      label: 'Down',
      connection: 'postgres://nobody:hidden-word@127.0.0.1:1/none',
    })
    const options = host.payload.config.custom.payerPortal as { sources: BillingSource[] }
    const usual = options.sources
    options.sources = [source, second]
    try {
      const pages = await Promise.all(['1', '2', '3'].map((page) => search('clientNumber', '12', { limit: '2', page })))
      expect(
        pages.map((page) => [
          page.body.docs.map((row: { source: string; clientNumber: string }) => `${row.source} ${row.clientNumber}`),
          page.body.hasNextPage,
        ]),
      ).toEqual([
        [['ledger 0012', 'ledger 12'], true],
        [['ledger K-12', 'second 0012'], true],
        [['second 12', 'second K-12'], false],
      ])
      options.sources = [source, down]
      for (const by of SEARCH_FIELDS) {
        const answer = await search(by, 'a')
        expect([answer.status, answer.body.errors[0].data.code]).toEqual([503, 'source_unavailable'])
        expect(answer.text).not.toMatch(/hidden-word|ECONNREFUSED|127\.0\.0\.1/)
      }
      const run = await syncSource({ payload: host.payload, source: 'down' })
      expect(run).toMatchObject({ status: 'failed' })
      expect(run.error).not.toContain('hidden-word')
    } finally {
      options.sources = usual
      await Promise.all([second.close(), down.close()])
    }
  })
})
