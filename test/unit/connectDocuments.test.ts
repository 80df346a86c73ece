import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Books } from '../../demo/http/Books.ts'
import { startBillingApi } from '../../demo/http/startBillingApi.ts'
import type { CsvSourceOptions } from '../../src/connect/sources/csv/CsvSourceOptions.ts'
import { csvSource } from '../../src/connect/sources/csv/csvSource.ts'
import { httpSource } from '../../src/connect/sources/http/httpSource.ts'
import { writeExport } from '../helpers/csvExport.ts'

const named = { key: 'files', label: 'Files' }
const WHOLE = { maxBytes: 1000 }

describe('documents of csvSource()', () => {
  let root: string
  const get = (externalId: string, documents: CsvSourceOptions['documents'], options = WHOLE) =>
    csvSource({
      ...named,
      folder: path.join(root, 'export'),
      invoices: {
        file: 'bills.csv',
        columns: {
          externalId: 'Id',
          number: 'Id',
          clientNumber: 'Id',
          clientName: 'Id',
          currency: 'Id',
          balance: 'Id',
        },
      },
      ...(documents ? { documents } : {}),
    }).getDocument?.(externalId, options)
  const text = async (...args: Parameters<typeof get>) => {
    const bytes = await get(...args)
    return bytes ? Buffer.from(bytes).toString() : bytes
  }
  const bills = (...rows: string[]) =>
    writeExport(path.join(root, 'export'), { 'bills.csv': `Id,PDF\n${rows.join('\n')}\n` })

  beforeEach(async () => {
    root = await fs.mkdtemp(path.join(os.tmpdir(), 'payer-portal-documents-'))
    await bills(
      '1,one.pdf',
      '2,',
      '3,../secret.pdf',
      '4,/etc/passwd',
      '5,..',
      '6,a\\b.pdf',
      '7,link.pdf',
      '8,folder',
      '9,.one.pdf',
    )
    await fs.mkdir(path.join(root, 'export', 'pdf', 'folder'), { recursive: true })
    await fs.writeFile(path.join(root, 'export', 'pdf', 'one.pdf'), 'by column')
    await fs.writeFile(path.join(root, 'export', 'pdf', '1.pdf'), 'by id')
    await fs.writeFile(path.join(root, 'export', 'secret.pdf'), 'secret')
    await fs.symlink(path.join(root, 'export', 'secret.pdf'), path.join(root, 'export', 'pdf', 'link.pdf'))
  })
  afterEach(() => fs.rm(root, { recursive: true, force: true }))

  it('are found by the id, or by the column with the name, below the export or in a folder of their own', async () => {
    expect(await get('1', undefined)).toBeUndefined()
    expect(await text('1', { folder: 'pdf' })).toBe('by id')
    expect(await text('1', { folder: path.join(root, 'export', 'pdf') })).toBe('by id')
    expect(await text('1', { folder: 'pdf', file: 'PDF' })).toBe('by column')
    expect(await text('2', { folder: 'pdf', file: 'PDF' })).toBeNull()
    expect(await text('99', { folder: 'pdf', file: 'PDF' })).toBeNull()
    expect(await text('99', { folder: 'pdf' })).toBeNull()
    expect(await text('9'.repeat(300), { folder: 'pdf' })).toBeNull()
    await expect(get('1', { folder: 'pdf', file: 'Pdf' })).rejects.toThrow('has no column "Pdf"')
  })

  it('I-08 of a row in which a cell is too many or missing there is none: its columns are not what they seem', async () => {
    await writeExport(path.join(root, 'export'), {
      'bills.csv': 'Id,Old,PDF\n1,Smith, one.pdf,mine.pdf\n2,one.pdf\n3,,one.pdf\n',
    })
    for (const id of ['1', '2'])
      await expect(get(id, { folder: 'pdf', file: 'PDF' })).rejects.toThrow(/bills.csv line \d has \d cells, not 3/)
    expect(await text('3', { folder: 'pdf', file: 'PDF' })).toBe('by column')
  })

  it('I-08 never come from another folder, through a link, or larger than they may be', async () => {
    for (const id of ['3', '4', '5', '6', '7', '8', '9'])
      await expect(get(id, { folder: 'pdf', file: 'PDF' })).rejects.toMatchObject({
        name: 'SourceError',
        temporary: false,
      })
    for (const id of ['../secret', '..', '/etc/passwd', 'a\0b', '..\\secret'])
      await expect(get(id, { folder: 'pdf' })).rejects.toMatchObject({ name: 'SourceError', temporary: false })
    await expect(get('1', { folder: 'pdf' }, { maxBytes: 4 })).rejects.toThrow('larger than 4 bytes')
  })
})

describe('documents of httpSource()', () => {
  const token = 'a-token-of-the-billing-system'

  it('are asked for by the id, signed like every call, and are there or not', async () => {
    const books = new Books()
    const odd = '7/../8?x=%00&y#é'
    books.documents.set(odd, Buffer.from([0, 255, 37, 80]))
    const secret = 'a-secret-of-at-least-thirty-two-characters'
    const api = await startBillingApi({ books, token, secret })
    try {
      const source = httpSource({ ...named, url: api.url, token, secret, documents: true })
      await source.check?.()
      const found = await source.getDocument?.(odd, WHOLE)
      expect(Buffer.from(found ?? []).toString('hex')).toBe('00ff2550')
      expect(await source.getDocument?.('8', WHOLE)).toBeNull()
      await expect(source.getDocument?.(odd, { maxBytes: 3 })).rejects.toThrow('larger than 3 bytes')
      const stranger = httpSource({ ...named, url: api.url, token: 'another', secret, documents: true })
      await expect(stranger.getDocument?.(odd, WHOLE)).rejects.toThrow('refuses our token')
      expect(httpSource({ ...named, url: api.url, token }).getDocument).toBeUndefined()
    } finally {
      await api.close()
    }
  })
})
