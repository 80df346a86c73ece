import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { SourceRow } from '../../src/connect/BillingSource.ts'
import { testBillingSource } from '../../src/connect/contract/testBillingSource.ts'
import { rowToInvoice } from '../../src/connect/rowToInvoice.ts'
import { amountReader } from '../../src/connect/sources/csv/amountReader.ts'
import type { CsvSourceOptions } from '../../src/connect/sources/csv/CsvSourceOptions.ts'
import { csvSource } from '../../src/connect/sources/csv/csvSource.ts'
import { dateReader } from '../../src/connect/sources/csv/dateReader.ts'
import { writeExport } from '../helpers/csvExport.ts'

const HEADER = 'Id;Bill;Client no;Client;Matter no;Matter;Date;Due;Open;Void;Narrative'
const row = (at: number, open = '1.234,50') =>
  `${at};B-${at};00${at % 9};Müller & Söhne ${at % 9};M-${at % 30};Lease ${at % 30};31.01.2026;${at % 4 ? '28.2.2026' : ''};${open};n;"one
two; ""three"""`

describe('csvSource()', () => {
  let folder: string
  const options = (given: Partial<CsvSourceOptions> = {}): CsvSourceOptions => ({
    key: 'files',
    label: 'Files',
    folder,
    invoices: {
      file: 'bills.csv',
      columns: {
        externalId: 'Id',
        number: 'Bill',
        clientNumber: 'Client no',
        clientName: 'Client',
        matterNumber: 'Matter no',
        matterDescription: 'Matter',
        issuedOn: 'Date',
        dueOn: 'Due',
        currency: { value: 'eur' },
        balance: 'Open',
        isVoid: 'Void',
        memo: 'Narrative',
      },
    },
    delimiter: ';',
    decimal: ',',
    thousands: '.',
    dates: 'DD.MM.YYYY',
    ...given,
  })
  const text = (...rows: string[]) => `${[HEADER, ...rows].join('\n')}\n`
  const readAll = async (given: Partial<CsvSourceOptions> = {}) => {
    const rows: SourceRow[] = []
    const snapshot = await csvSource(options(given)).read({})
    for await (const batch of snapshot.invoices) rows.push(...batch)
    return rows
  }
  const put = (rows: string[], given: Parameters<typeof writeExport>[2] = {}) =>
    writeExport(folder, { 'bills.csv': text(...rows) }, { withRows: false, ...given })

  beforeEach(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'payer-portal-csv-'))
  })
  afterEach(() => fs.rm(folder, { recursive: true, force: true }))

  it('keeps the contract', async () => {
    const all = new Map(Array.from({ length: 1200 }, (_, at) => [String(at), row(at)]))
    all.set('77', row(77, '12.34,5'))
    const write = () => put([...all.values()])
    await write()
    const documents = { folder: 'pdf' }
    const bill = (id: string) => (Number(id) % 2 ? null : Buffer.from(`%PDF-1.4\n% bill ${id}\n%%EOF\n`))
    await fs.mkdir(path.join(folder, 'pdf'))
    for (const id of all.keys()) {
      const bytes = bill(id)
      if (bytes) await fs.writeFile(path.join(folder, 'pdf', `${id}.pdf`), bytes)
    }
    const findings = await testBillingSource(csvSource(options({ documents })), {
      invoices: () =>
        [...all.keys()].map((externalId) => ({
          externalId,
          ...(externalId === '77' ? { isBad: true } : { balance: '1234.50', issuedOn: '2026-01-31' }),
          clientName: `Müller & Söhne ${Number(externalId) % 9}`,
          memo: 'one\ntwo; "three"',
        })),
      document: bill,
      remove: async (ids) => {
        for (const id of ids) all.delete(id)
        // Another file takes its place: whoever reads the old one goes on with it.
        await fs.rm(path.join(folder, 'bills.csv'))
        await write()
      },
      interrupt: async () => {
        await fs.truncate(path.join(folder, 'bills.csv'), 1000)
        return write
      },
      unreachable: () => csvSource(options({ documents, folder: path.join(folder, 'nowhere') })),
    })
    expect(findings.filter(({ outcome }) => outcome === 'failed')).toEqual([])
    expect(findings.filter(({ outcome }) => outcome === 'not_run').map(({ message }) => message)).toEqual([
      ...Array(4).fill('The source takes no postings.'),
      ...Array(3).fill('The source tells no changes.'),
    ])
  })

  it.each([
    ['1234.5', {}, '1234.5'],
    ['-0.10', {}, '-0.10'],
    ['(12.00)', {}, '-12.00'],
    ['12.00-', {}, '-12.00'],
    ['90071992547409.93', {}, '90071992547409.93'],
    ['1,234.50', {}, null],
    ['1,234.50', { thousands: ',' as const }, '1234.50'],
    ['1,23.50', { thousands: ',' as const }, null],
    ['1234,50', { decimal: ',' as const }, '1234.50'],
    ['1.234', { decimal: ',' as const }, null],
    ['1.234', { decimal: ',' as const, thousands: '.' as const }, '1234'],
    ['1\u00a0234,5', { decimal: ',' as const, thousands: ' ' as const }, '1234.5'],
    ['-(1.00)', {}, null],
    ['1e3', {}, null],
    ['12.', {}, null],
    ['NaN', {}, null],
    ['', {}, null],
  ])('reads the amount %j with %j as %j', (given, format, expected) => {
    expect(
      amountReader({ ...options({}), decimal: '.', thousands: undefined, ...format } as CsvSourceOptions)(given),
    ).toBe(expected)
  })

  it.each([
    ['2026-02-03', 'YYYY-MM-DD', '2026-02-03'],
    ['20260203', 'YYYYMMDD', '2026-02-03'],
    ['3.2.2026', 'DD.MM.YYYY', '2026-02-03'],
    ['03/02/2026', 'DD/MM/YYYY', '2026-02-03'],
    ['2/3/2026', 'MM/DD/YYYY', '2026-02-03'],
    ['2026-02-03 00:00', 'YYYY-MM-DD', null],
    ['03/02/26', 'DD/MM/YYYY', null],
  ] as const)('reads the date %j as %s', (given, shape, expected) => {
    expect(dateReader(shape)(given)).toBe(expected)
  })

  it('Y-06 sets a row aside with its file and line; the others go on', async () => {
    const short = '4;B-4;004'
    await put([row(1), row(2, 'much'), row(3).replace('31.01.2026', '2026-01-31'), short, row(5), row(6, '1,234')])
    const results = (await readAll()).map(rowToInvoice)
    expect(results.map((result) => ('rejected' in result ? result.rejected : 'taken'))).toEqual([
      'taken',
      'bills.csv line 5: balance is not an amount: much',
      'bills.csv line 7: issuedOn is not a date like DD.MM.YYYY: 2026-01-31',
      'bills.csv line 8: has 3 cells, not 11',
      'taken',
      'bills.csv line 12: balance: finer than the minor unit of eur: 1.234',
    ])
    expect((await readAll()).map(({ externalId }) => externalId)).toEqual(['1', '2', '3', '4', '5', '6'])
  })

  it('joins the rows of an invoice over several matters, and sets aside those that differ', async () => {
    await put([row(1), row(1).replace('M-1', 'M-2'), row(2), row(2, '1,00')])
    const [one, two] = await readAll()
    expect(one?.matters.map(({ matterNumber }) => matterNumber)).toEqual(['M-1', 'M-2'])
    expect(one?.problem).toBeUndefined()
    expect(two?.problem).toBe('the rows of this invoice differ in balance')
  })

  it('Y-03 a half-written file is never taken for a whole one', async () => {
    const three = [row(1), row(2), row(3)]
    await put(three, { manifest: false })
    await expect(readAll()).rejects.toThrow('No complete export is there: none has its manifest.json')
    await put(three)
    expect(await readAll()).toHaveLength(3)
    await fs.writeFile(path.join(folder, 'bills.csv'), text(row(1), row(2)))
    await expect(readAll()).rejects.toThrow('bills.csv is not whole: it is not the file of its manifest')
    await put(three)
    await fs.writeFile(path.join(folder, 'bills.csv'), text(row(1), '2;B-2;002;"Mül'))
    await expect(readAll()).rejects.toThrow(/^bills.csv.*: .*[Qq]uote/)
    await fs.writeFile(path.join(folder, 'manifest.json'), '{ "files": { "bills.csv": { "rows": 9 } } }')
    await fs.writeFile(path.join(folder, 'bills.csv'), text(...three))
    await expect(readAll()).rejects.toThrow('bills.csv is not whole: it has 3 rows, its manifest says 9')
    await fs.writeFile(path.join(folder, 'manifest.json'), '{ "files": { "bills')
    await expect(readAll()).rejects.toMatchObject({ temporary: true })
  })

  it('reads the newest complete of several exports, and is as old as that', async () => {
    const write = (name: string, at: number, given: Parameters<typeof writeExport>[2]) =>
      writeExport(path.join(folder, name), { 'bills.csv': text(row(at)) }, { withRows: false, ...given })
    await write('2026-11-01', 1, { takenAt: '2026-11-01T06:00:00Z' })
    await write('2026-11-02', 2, { takenAt: '2026-11-02T07:00:00+01:00' })
    await write('2026-11-03', 3, { manifest: false })
    const snapshot = await csvSource(options()).read({})
    expect(snapshot.startedAt.toISOString()).toBe('2026-11-02T06:00:00.000Z')
    await snapshot.close()
    expect((await readAll()).map(({ externalId }) => externalId)).toEqual(['2'])
  })

  it('goes by a marker that is newer than the files', async () => {
    const marker = { marker: 'export.done' }
    await put([row(1)], { manifest: false })
    await expect(readAll(marker)).rejects.toThrow('none has its export.done')
    await fs.writeFile(path.join(folder, 'export.done'), '')
    expect(await readAll(marker)).toHaveLength(1)
    const later = new Date(Date.now() + 60_000)
    await fs.utimes(path.join(folder, 'bills.csv'), later, later)
    await expect(readAll(marker)).rejects.toThrow('none has its export.done')
  })

  it.each([
    ['windows-1252', (value: string) => Buffer.from(value, 'latin1')],
    ['utf-16le', (value: string) => Buffer.from(`\ufeff${value}`, 'utf16le')],
    ['utf-8', (value: string) => Buffer.from(`\ufeff${value}`)],
  ])('reads %s', async (encoding, encode) => {
    await put([row(1)], { encode })
    expect((await readAll({ encoding }))[0]).toMatchObject({ externalId: '1', clientName: 'Müller & Söhne 1' })
  })

  it('names what does not fit: an encoding, a column, a name that leads elsewhere, an amount format', async () => {
    await put([row(1)], { encode: (value) => Buffer.from(value, 'latin1') })
    await expect(readAll()).rejects.toThrow('bills.csv is not written in utf-8.')
    const { columns } = options().invoices
    const lacking = { invoices: { file: 'bills.csv', columns: { ...columns, number: 'Bill no' } } }
    await put([row(1)])
    await expect(csvSource(options(lacking)).check?.()).rejects.toThrow(
      'bills.csv has no column "Bill no". Its columns are Id, Bill, Client no',
    )
    await writeExport(folder, { 'bills.csv': `${HEADER};Bill\n` }, { withRows: false })
    await expect(readAll()).rejects.toThrow('bills.csv has two columns "Bill": which one is meant?')
    await expect(readAll({ invoices: { file: '../bills.csv', columns } })).rejects.toThrow("is no file's name")
    await expect(csvSource(options({ thousands: ',' })).check?.()).rejects.toThrow('decimal and thousands are both ","')
    await expect(readAll({ encoding: 'klingon' })).rejects.toThrow('The encoding klingon is unknown.')
    await expect(csvSource(options()).check?.()).rejects.toThrow('two columns')
  })

  it('finds clients and matters without an invoice, where they have files', async () => {
    const clients = 'No,Name\nK-1,"Zoë, Ltd"\nK-2,Other\n'
    await writeExport(folder, { 'bills.csv': text(row(1)), 'clients.csv': clients }, { withRows: false })
    const source = csvSource(
      options({
        delimiter: ',',
        thousands: undefined as never,
        clients: { file: 'clients.csv', columns: { clientNumber: 'No', clientName: 'Name' } },
      }),
    )
    const found = await source.search({ by: 'clientName', q: 'ZOË,', filters: {}, limit: 5, offset: 0 })
    expect(found).toEqual({
      rows: [{ level: 'client', clientNumber: 'K-1', clientName: 'Zoë, Ltd' }],
      hasNextPage: false,
    })
  })
})
