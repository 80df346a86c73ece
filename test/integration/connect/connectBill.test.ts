import { billDocument } from '../../../demo/firm/billDocument.ts'
import { generateFirm } from '../../../demo/firm/generateFirm.ts'
import { poolOf } from '../../../src/base/database.ts'
import type { BillingSource } from '../../../src/connect/BillingSource.ts'
import { SourceError } from '../../../src/connect/SourceError.ts'
import { sqlSource } from '../../../src/connect/sources/sql/sqlSource.ts'
import { syncSource } from '../../../src/connect/sync/syncSource.ts'
import { createAssociation } from '../../factories/createAssociation.ts'
import { type LoggedInPayer, loginPayer } from '../../factories/loginPayer.ts'
import { bootHost, type Host } from '../../helpers/host/bootHost.ts'
import { createLedgerDatabase, LEDGER_MAPPING, type LedgerDatabase } from '../../helpers/ledgerDatabase.ts'

const [sample] = generateFirm().bills
if (!sample) throw new Error('The sample firm has no bill.')
const PDF = billDocument(sample, { client: 'Ada', issuedOn: '2026-01-31' })
const MB = 1024 * 1024
const big = (bytes: number) => Buffer.concat([PDF, Buffer.alloc(bytes - PDF.length - 6), Buffer.from('%%EOF\n')])

/** What is no PDF, or not only one. */
const FAKES: [string, Buffer][] = [
  ['nothing', Buffer.alloc(0)],
  ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
  ['XML', Buffer.from('<?xml version="1.0"?><x/>%%EOF')],
  ['a page with a PDF behind it', Buffer.concat([Buffer.from('<script>alert(1)</script>\n'), PDF])],
  ['a PDF with a page behind it', Buffer.concat([PDF, Buffer.alloc(2000, '<script>alert(1)</script>')])],
  ['half a PDF', PDF.subarray(0, PDF.length - 10)],
  ['an archive', Buffer.from('PK\u0003\u0004%PDF-1.4 %%EOF')],
  ['another version', Buffer.concat([Buffer.from('%PDF-x.y'), PDF.subarray(8)])],
  ['a PDF above the limit', big(20 * MB + 1)],
]

describe("the firm's own bill", () => {
  let ledger: LedgerDatabase
  let host: Host
  let ada: LoggedInPayer
  let bob: LoggedInPayer
  let source: BillingSource
  let getDocument: NonNullable<BillingSource['getDocument']>
  let asked: string[] = []

  const idOf = async (number: string) =>
    (await poolOf(host.payload).query<{ id: number }>('select id from invoices where number = $1', [number])).rows[0]
      ?.id ?? 0
  const file = async (number: string, payer = ada) => {
    const response = await host.fetch(`/api/portal/invoices/${await idOf(number)}/pdf`, { headers: payer.headers })
    const bytes = Buffer.from(await response.arrayBuffer())
    const name = /filename="([^"]*)"/.exec(response.headers.get('content-disposition') ?? '')?.[1]
    return { status: response.status, headers: response.headers, bytes, name }
  }
  const put = async (bill: string, pdf: Buffer | null) => {
    await ledger.query('delete from bill_files where bill = $1', [bill])
    if (pdf) await ledger.query('insert into bill_files values ($1, $2)', [bill, pdf])
  }

  beforeAll(async () => {
    ledger = await createLedgerDatabase()
    await ledger.query('create table bill_files (bill text, pdf bytea)')
    await ledger.query(
      `insert into bills (id, no, client, client_name, memo, matter, matter_text, void) values
        ('b1', 'N-1', 'C-1', 'One', 'privileged', 'M-1', 'secret lease', false), ('B1', 'N-2', 'C-2', 'Two', null, null, null, false),
        ('b3', '../../N"3', 'C-1', 'One', null, null, null, false), ('b4', 'N-4', 'C-1', 'One', null, null, null, true)`,
    )
    source = sqlSource({
      ...LEDGER_MAPPING,
      connection: ledger.url,
      document: `select bill as "externalId", pdf as "content" from bill_files where lower(bill) = lower(:invoiceId)`,
    })
    getDocument = source.getDocument as typeof getDocument
    const wrapped: BillingSource = {
      ...source,
      getDocument: (id, options) => {
        asked.push(id)
        return getDocument(id, options)
      },
    }
    host = await bootHost({ portal: { sources: [wrapped], times: { billRead: 10, sourceRest: 1 } } })
    ada = await loginPayer(host)
    await createAssociation(host.payload, ada.id, { clientNumber: 'C-1' })
    bob = await loginPayer(host)
    await createAssociation(host.payload, bob.id, { clientNumber: 'C-1', detail: 'amounts' })
    expect(await syncSource({ payload: host.payload, source: 'ledger' })).toMatchObject({ status: 'succeeded' })
  })
  afterAll(async () => {
    await source.close()
    await host.close()
    await ledger.close()
  })
  beforeEach(() => {
    asked = []
    getDocument = source.getDocument as typeof getDocument
  })

  it('I-08 is what the payer downloads: its very bytes, to save, with nothing that a browser would run', async () => {
    await put('b1', PDF)
    const { status, bytes, headers, name } = await file('N-1')
    expect([status, name]).toEqual([200, 'invoice-N-1.pdf'])
    expect(bytes.equals(PDF)).toBe(true)
    expect(headers.get('content-type')).toBe('application/pdf')
    expect(headers.get('content-disposition')).toBe('attachment; filename="invoice-N-1.pdf"')
    expect(headers.get('content-security-policy')).toContain('sandbox')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('private, no-store')
    await put('b1', big(20 * MB))
    expect((await file('N-1')).bytes.length).toBe(20 * MB)
  })

  it('I-08 is a PDF by what it holds, or the payer gets our summary', async () => {
    for (const [what, fake] of FAKES) {
      await put('b1', fake)
      const { status, bytes, name } = await file('N-1')
      expect([what, status, name]).toEqual([what, 200, 'invoice-summary-N-1.pdf'])
      expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
      expect(bytes.toString('latin1')).not.toContain('alert(1)')
    }
  })

  it('I-08 is named by us, whatever the number is', async () => {
    await put('b3', PDF)
    expect((await file('../../N"3')).headers.get('content-disposition')).toMatch(
      /^attachment; filename="invoice-[A-Za-z0-9._-]*\.pdf"$/,
    )
  })

  it('is that of this invoice and of no other whose id looks alike', async () => {
    await put('b1', null)
    await put('B1', PDF)
    expect((await file('N-1')).name).toBe('invoice-summary-N-1.pdf')
    expect(asked).toEqual(['b1'])
    await put('b1', PDF)
    await ledger.query(`insert into bill_files values ('b1', $1)`, [PDF])
    expect((await file('N-1')).name).toBe('invoice-summary-N-1.pdf')
  })

  it('S-05 is not even asked for outside of the scope, and not for a payer who may see amounts only', async () => {
    await put('b1', PDF)
    await put('B1', PDF)
    await put('b4', PDF)
    const unknown = await host.call('/api/portal/invoices/2000000000/pdf', { headers: ada.headers })
    for (const number of ['N-2', 'N-4']) {
      const answer = await host.call(`/api/portal/invoices/${await idOf(number)}/pdf`, { headers: ada.headers })
      expect([answer.status, answer.text]).toEqual([404, unknown.text])
    }
    const { status, bytes, name } = await file('N-1', bob)
    expect([status, name, bytes.equals(PDF)]).toEqual([200, 'invoice-summary-N-1.pdf', false])
    expect(asked).toEqual([])
  })

  it('gives way to our summary when the source is down, without a word of it, and waits for it once', async () => {
    await put('b1', PDF)
    let failure: () => Promise<Uint8Array> = () => new Promise(() => undefined)
    getDocument = () => failure()
    const started = Date.now()
    expect((await file('N-1')).name).toBe('invoice-summary-N-1.pdf')
    expect(Date.now() - started).toBeGreaterThanOrEqual(900)
    const again = Date.now()
    expect((await file('N-1')).name).toBe('invoice-summary-N-1.pdf')
    expect(Date.now() - again).toBeLessThan(900)
    expect(asked).toEqual(['b1'])
    await new Promise((resolve) => setTimeout(resolve, 1100))
    failure = () => Promise.reject(new SourceError('password=geheim', { temporary: true }))
    const { status, bytes } = await file('N-1')
    expect([status, asked.length]).toEqual([200, 2])
    expect(bytes.toString('latin1')).not.toMatch(/geheim|password/)
    await new Promise((resolve) => setTimeout(resolve, 1100))
    getDocument = source.getDocument as typeof getDocument
    expect((await file('N-1')).name).toBe('invoice-N-1.pdf')
  })

  it('has a mapping that is held against the live database', async () => {
    const check = async (document: string) => {
      const other = sqlSource({ ...LEDGER_MAPPING, connection: ledger.url, document })
      try {
        return await (other.check?.() ?? Promise.reject(new Error('no check')))
      } finally {
        await other.close()
      }
    }
    await expect(source.check?.()).resolves.toBeUndefined()
    await expect(check('select pdf as "content" from bill_files')).rejects.toThrow(
      '`document` has no column "externalId"',
    )
    await expect(check('select bill as "externalId", bill as "content" from bill_files')).rejects.toThrow(
      'must be binary',
    )
  })
})
