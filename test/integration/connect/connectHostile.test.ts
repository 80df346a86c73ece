import { poolOf } from '../../../src/base/database.ts'
import type { BillingSource, SourceRow } from '../../../src/connect/BillingSource.ts'
import { sqlSource } from '../../../src/connect/sources/sql/sqlSource.ts'
import { syncSource } from '../../../src/connect/sync/syncSource.ts'
import { bootHost, type Host } from '../../helpers/host/bootHost.ts'
import { createLedgerDatabase, LEDGER_MAPPING, type LedgerDatabase } from '../../helpers/ledgerDatabase.ts'
import { loginStaff, type StaffHeaders } from '../../helpers/loginStaff.ts'

describe('a billing source that does not keep its promises', () => {
  let host: Host
  let ledger: LedgerDatabase
  let source: BillingSource
  let headers: StaffHeaders
  let tamper: (row: SourceRow) => SourceRow = (row) => row
  let answer: BillingSource['search'] | null = null

  const portal = async <Row = Record<string, unknown>>(text: string): Promise<Row[]> =>
    (await poolOf(host.payload).query(text)).rows as Row[]
  const sync = () => syncSource({ payload: host.payload, source: 'ledger' })
  const search = (by: string, q: string) => host.call(`/api/connect/search?by=${by}&q=${q}`, { headers })
  const reasons = () => portal('select external_id, reason from payer_portal_parked_rows order by external_id, id')

  beforeAll(async () => {
    ledger = await createLedgerDatabase()
    const mapping = { ...LEDGER_MAPPING, invoices: `${LEDGER_MAPPING.invoices.replace(/;$/, '')} -- all of them` }
    source = sqlSource({ ...mapping, connection: ledger.url })
    const hostile: BillingSource = {
      ...source,
      search: (query) => (answer ?? source.search)(query),
      read: async (options) => {
        const snapshot = await source.read(options)
        return {
          ...snapshot,
          invoices: (async function* () {
            for await (const rows of snapshot.invoices) yield rows.map((row) => tamper(row))
          })(),
        }
      },
    }
    host = await bootHost({ portal: { sources: [hostile], times: { sourceAnswer: 1 } } })
    headers = await loginStaff(host)
  })
  afterAll(async () => {
    await source.close()
    await host.close()
    await ledger.close()
  })
  beforeEach(async () => {
    tamper = (row) => row
    answer = null
    await ledger.query('truncate bills, receipts, receipt_lines, clients')
    await portal('truncate invoices, invoices_matters, payer_portal_sync_runs, payer_portal_parked_rows cascade')
    await ledger.query(
      `insert into bills (id, no, client, client_name) select 'b' || n, 'N-' || n, 'C-1', 'One' from generate_series(1, 4) n`,
    )
  })

  it('an invoice with the longest texts that are read can be held', async () => {
    await ledger.query(
      `update bills set no = repeat('n', 600), client = repeat('c', 600), client_name = repeat('N', 2400), matter = repeat('m', 600),
        matter_text = repeat('t', 2400), memo = repeat('x', 102400) where id = 'b1'`,
    )
    const matter = { matterNumber: 'm'.repeat(600), matterDescription: 't'.repeat(2400) }
    await ledger.query(`update bills set matters = $1 where id = 'b2'`, [
      JSON.stringify([matter, { ...matter, matterNumber: 'M-2' }]),
    ])
    expect(await sync()).toMatchObject({ status: 'succeeded', counts: { inserted: 4, rejected: 0 } })
    for (const { id } of await portal<{ id: number }>('select id from invoices order by id')) {
      const held = await host.call(`/api/invoices/${id}`, { method: 'PATCH', body: { hold: 'Disputed' }, headers })
      expect([held.status, held.body.doc?.hold]).toEqual([200, 'Disputed'])
    }
  })

  it('Y-06 a row whose matters are no list, or no texts, is set aside; the others go on', async () => {
    await ledger.query(`update bills set matters = '{"matterNumber": "M-1"}' where id = 'b1'`)
    await ledger.query(`update bills set matters = '[{"matterNumber": {"a": 1}}]' where id = 'b2'`)
    expect(await sync()).toMatchObject({ status: 'succeeded', counts: { read: 4, inserted: 2, rejected: 2 } })
    const reason = expect.stringContaining('matters is not a JSON array')
    expect(await reasons()).toEqual([
      { external_id: 'b1', reason },
      { external_id: 'b2', reason },
    ])
  })

  it('Y-06 a row with values of a wrong type, or a NUL in what its reason repeats, is set aside', async () => {
    const broken: Record<string, Partial<Record<keyof SourceRow, unknown>>> = {
      b1: { balance: 12.5 },
      b2: { matters: null },
      b3: { dueOn: '2026\0', currency: 'usd' },
    }
    tamper = (row) => ({ ...row, ...broken[row.externalId ?? ''] }) as SourceRow
    expect(await sync()).toMatchObject({ status: 'succeeded', counts: { read: 4, inserted: 1, rejected: 3 } })
    expect(await reasons()).toEqual([
      { external_id: 'b1', reason: 'a value is not of the type that it must be' },
      { external_id: 'b2', reason: 'a value is not of the type that it must be' },
      { external_id: 'b3', reason: 'dueOn is not a date: 2026' },
    ])
  })

  it('Y-03 an invoice with a long identity does not vanish when its row turns bad', async () => {
    const long = 'L'.repeat(590)
    await ledger.query(`insert into bills (id, no, client, client_name) values ($1, 'L', 'C-1', 'One')`, [long])
    await sync()
    await ledger.query(`update bills set open = 'NaN' where id = $1`, [long])
    expect((await sync()).counts).toMatchObject({ rejected: 1, vanished: 0 })
  })

  it('amounts whose sum no number holds are summed for staff all the same', async () => {
    await ledger.query(`update bills set open = 90071992547409.91, total = 90071992547409.91`)
    await ledger.query(`insert into clients values ('C-1', 'One')`)
    await sync()
    const { status, body } = await search('clientName', 'One')
    expect([status, body.docs[0].totals[0].openCount]).toEqual([200, 4])
    expect(body.docs[0].totals[0].openTotal).toBeGreaterThan(Number.MAX_SAFE_INTEGER)
  })

  it('leaves out rows of which no association can be made, and texts that are none', async () => {
    const rows = [
      { level: 'client', clientNumber: null, clientName: 'No number' },
      { level: 'client', clientNumber: ' ', clientName: 'Blank' },
      { level: 'client', clientNumber: 7, clientName: 'A number' },
      { level: 'client', clientNumber: 'C\0', clientName: 'NUL' },
      { level: 'matter', clientNumber: 'C-1', clientName: 'No matter', matterNumber: null },
      { level: 'invoice', clientNumber: 'C-1', clientName: 'No invoice', invoiceNumber: '' },
      { level: 'client', clientNumber: ' C-1 ', clientName: { a: 1 } },
    ]
    answer = () => Promise.resolve({ rows, hasNextPage: false }) as unknown as ReturnType<BillingSource['search']>
    const { status, body } = await search('clientName', 'a')
    expect([status, body.docs]).toEqual([
      200,
      [{ level: 'client', source: 'ledger', clientNumber: 'C-1', clientName: null, totals: [] }],
    ])
  })

  it('a source that never answers, or answers nonsense, is a 503 within its time and shows nothing of itself', async () => {
    const answers: BillingSource['search'][] = [
      () => new Promise(() => undefined),
      () => Promise.resolve(null as never),
      () => Promise.reject(new Error('select password from secrets')),
    ]
    for (const one of answers) {
      answer = one
      const { status, text } = await search('clientName', 'a')
      expect([status, /source_unavailable/.test(text), /secrets|TypeError/.test(text)]).toEqual([503, true, false])
    }
  })
})
