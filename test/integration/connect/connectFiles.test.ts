import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { firmBooks } from '../../../demo/http/firmBooks.ts'
import { startBillingApi } from '../../../demo/http/startBillingApi.ts'
import { poolOf } from '../../../src/base/database.ts'
import { refreshInvoices } from '../../../src/connect/fresh/refreshInvoices.ts'
import { csvSource } from '../../../src/connect/sources/csv/csvSource.ts'
import { httpSource } from '../../../src/connect/sources/http/httpSource.ts'
import { asOf } from '../../../src/connect/sync/asOf.ts'
import { previewSync } from '../../../src/connect/sync/previewSync.ts'
import { syncSource } from '../../../src/connect/sync/syncSource.ts'
import { writeExport } from '../../helpers/csvExport.ts'
import { bootHost, type Host } from '../../helpers/host/bootHost.ts'

const HEADER = 'Id,No,Client,Name,Open'
const token = 'a-token-of-the-billing-system'

describe('the same sync over files and over HTTP', () => {
  const books = firmBooks()
  let host: Host
  let folder: string
  let api: Awaited<ReturnType<typeof startBillingApi>>

  const sync = (source: string, full = false) => syncSource({ payload: host.payload, source, full })
  const rows = async (text: string) => (await poolOf(host.payload).query(text)).rows
  const put = (...lines: string[]) =>
    writeExport(folder, { 'bills.csv': `${[HEADER, ...lines].join('\n')}\n` }, { takenAt: '2026-11-01T06:00:00Z' })
  const mirrored = () =>
    rows(`select external_id as id, status::text, balance::text from invoices where source = 'files' order by 1`)

  beforeAll(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'payer-portal-csv-'))
    api = await startBillingApi({ books, token })
    const columns = {
      externalId: 'Id',
      number: 'No',
      clientNumber: 'Client',
      clientName: 'Name',
      balance: 'Open',
      currency: { value: 'usd' },
    }
    host = await bootHost({
      portal: {
        sources: [
          csvSource({ key: 'files', label: 'Files', folder, invoices: { file: 'bills.csv', columns } }),
          httpSource({ key: 'http', label: 'HTTP', url: api.url, token, posting: true }),
        ],
      },
    })
  })
  afterAll(async () => {
    await host.close()
    await api.close()
    await fs.rm(folder, { recursive: true, force: true })
  })

  it('Y-03 Y-06 an export is merged, bad rows are told by line, a half-written one changes nothing', async () => {
    await put('1,N-1,C,One,10.00', '2,N-2,C,One,20.00', '3,N-3,C,One,much')
    expect(await sync('files')).toMatchObject({ status: 'succeeded', counts: { read: 3, inserted: 2, rejected: 1 } })
    expect(await asOf(host.payload, ['files'])).toBe('2026-11-01T06:00:00.000Z')
    expect(await rows('select external_id as id, reason from payer_portal_parked_rows')).toEqual([
      { id: '3', reason: 'bills.csv line 4: balance is not an amount: much' },
    ])
    const before = await mirrored()
    await fs.writeFile(path.join(folder, 'bills.csv'), `${HEADER}\n1,N-1,C,One,10.00\n`)
    expect(await sync('files', true)).toMatchObject({
      status: 'failed',
      error: 'bills.csv is not whole: it has 1 row, its manifest says 3. Nothing of it is used.',
    })
    await fs.rm(path.join(folder, 'manifest.json'))
    expect(await sync('files', true)).toMatchObject({ status: 'failed' })
    expect(await mirrored()).toEqual(before)
    await put('1,N-1,C,One,5.00')
    expect(await sync('files', true)).toMatchObject({ status: 'succeeded', counts: { updated: 1, vanished: 1 } })
    expect(await mirrored()).toEqual([
      { id: '1', status: 'open', balance: '500' },
      { id: '2', status: 'void', balance: '2000' },
    ])
  })

  it('Y-03 an older export than the last one changes nothing, whoever reads it; staff may say that it is right', async () => {
    const write = (day: string, open: string) =>
      writeExport(
        path.join(folder, day),
        { 'bills.csv': `${HEADER}\n7,N-7,D,Two,${open}\n8,N-8,D,Two,1.00\n` },
        { takenAt: `${day}T06:00:00Z` },
      )
    await write('2026-11-02', '70.00')
    await write('2026-11-03', '0.00')
    expect(await sync('files', true)).toMatchObject({ status: 'succeeded' })
    const [paid] = await rows(`select id from invoices where source = 'files' and external_id = '7'`)
    const before = await mirrored()
    // Today's is written anew: until its manifest is there, yesterday's is the newest that is whole.
    await fs.rm(path.join(folder, '2026-11-03', 'manifest.json'))
    const older = {
      status: 'stopped',
      error: expect.stringMatching(
        /^The source gave its state of 2026-11-02 06:00 UTC, which is older than .*2026-11-03 06:00 UTC/,
      ),
    }
    expect(await sync('files')).toMatchObject(older)
    expect(await syncSource({ payload: host.payload, source: 'files', ids: ['7'] })).toMatchObject(older)
    expect(await previewSync({ payload: host.payload, source: 'files' })).toMatchObject({ stops: older.error })
    expect(await refreshInvoices({ payload: host.payload, source: 'files', invoices: [paid.id] })).toEqual({
      balances: 'known',
      isChecked: true,
    })
    expect(await mirrored()).toEqual(before)
    expect(await sync('files', true)).toMatchObject({ status: 'succeeded', counts: { updated: 1 } })
    await write('2026-11-03', '0.00')
    expect(await sync('files')).toMatchObject({ status: 'succeeded', counts: { updated: 1 } })
    expect(await mirrored()).toEqual(before)
  })

  it('an HTTP API is merged to the last invoice, and a second run changes nothing', async () => {
    expect(await sync('http')).toMatchObject({
      status: 'succeeded',
      counts: { read: books.invoices.size, inserted: books.invoices.size, rejected: 0 },
    })
    expect(await sync('http')).toMatchObject({ counts: { inserted: 0, updated: 0, vanished: 0 } })
    const [first] = books.invoices.keys()
    books.invoices.delete(first ?? '')
    expect(await sync('http')).toMatchObject({ status: 'succeeded', counts: { vanished: 1 } })
    await api.close()
    expect(await sync('http')).toMatchObject({ status: 'failed', error: expect.stringContaining('does not answer') })
    expect(await rows(`select count(*)::int as n from invoices where source = 'http' and removed_at is null`)).toEqual([
      { n: books.invoices.size },
    ])
  })
})
