import type { AdminApi } from '../../../src/admin/api/useAdminApi.ts'
import { PAYERS_IMPORT, RULES_IMPORT } from '../../../src/admin/records/import/importKinds.ts'
import { countsText, filterRows, type ImportRow } from '../../../src/admin/records/import/importReport.ts'
import { readImportFile } from '../../../src/admin/records/import/readImportFile.ts'
import { runImport } from '../../../src/admin/records/import/runImport.ts'

const row = (line: number, change: Partial<ImportRow> = {}): ImportRow => ({
  line,
  email: `p${line}@x.test`,
  fate: 'create',
  reason: null,
  column: null,
  payer: null,
  notes: [],
  similar: [],
  ...change,
})

describe('the report of an import', () => {
  const rows = [
    row(2),
    row(3, { email: 'P2@x.test' }),
    row(4, { fate: 'error', reason: 'no' }),
    row(5, { similar: [{ id: 1, name: 'P', email: 'p@x.test', reasons: ['name'] }] }),
    row(6, { fate: 'update' }),
    row(7, { fate: 'skip' }),
  ]

  it('counts payers, not rows', () => {
    expect(PAYERS_IMPORT.label(rows)).toBe('Import 2 payers, update 1')
    expect(PAYERS_IMPORT.label(rows.slice(0, 2))).toBe('Import 1 payer')
    expect(PAYERS_IMPORT.label(rows.slice(4, 5))).toBe('Update 1 payer')
    expect(PAYERS_IMPORT.label(rows.slice(5))).toBeNull()
    expect(countsText(rows)).toBe('3 to create, 1 to update, 1 to leave alone, 1 with an error')
  })

  it('a row is a problem when it fails, or when its payer looks like another one', () => {
    expect(filterRows(rows, 'problems').map(({ line }) => line)).toEqual([4, 5])
    expect(filterRows(rows, 'skip').map(({ line }) => line)).toEqual([7])
    expect(filterRows(rows, 'all')).toHaveLength(6)
  })
})

describe('the report of an import of associations', () => {
  it('shows a row that can be stored and is odd among the problems, and counts associations', () => {
    const { similar: _similar, email: _email, ...plain } = row(2)
    const given = [
      { ...plain, payerText: 'a@x.test' },
      { ...plain, line: 3, payerText: '7', notes: ['No invoice matches it at the moment.'] },
      { ...plain, line: 4, payerText: '7', fate: 'skip' },
    ]
    const rows = given.map((one) => RULES_IMPORT.toRow(one as never))
    expect(rows.map(({ email }) => email)).toEqual(['a@x.test', '7', '7'])
    expect(filterRows(rows, 'problems').map(({ line }) => line)).toEqual([3])
    expect(RULES_IMPORT.label(rows)).toBe('Import 2 associations')
    expect(RULES_IMPORT.label(rows.slice(0, 1))).toBe('Import 1 association')
    expect(RULES_IMPORT.label(rows.slice(2))).toBeNull()
  })
})

describe('a file that is chosen', () => {
  const read = (bytes: number[] | string, size?: number) => {
    const data = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : Uint8Array.from(bytes)
    return readImportFile({ size: size ?? data.length, arrayBuffer: () => Promise.resolve(data.buffer as ArrayBuffer) })
  }

  it('is read as UTF-8', async () => {
    expect(await read('email\nzoë@x.test\n')).toBe('email\nzoë@x.test\n')
  })

  it.each([
    ['empty', [], 'The file is empty.'],
    ['an Excel workbook', [0x50, 0x4b, 3, 4], 'This is an Excel workbook.'],
    ['UTF-16', [0xff, 0xfe, 0x65, 0], 'This file is in UTF-16.'],
    ['Latin-1', [0x65, 0xeb, 0x0a], 'The letters of this file are not in UTF-8.'],
  ])('that is %s is refused with what to do', async (_name, bytes, message) => {
    await expect(read(bytes)).rejects.toThrow(message)
  })

  it('that is too large is not even read', async () => {
    const message = 'The file has 6 MB; at most 5 MB can be imported.'
    await expect(read('email\n', 5 * 1024 * 1024 + 200_000)).rejects.toThrow(message)
  })
})

describe('an import in parts', () => {
  const parts = [
    { total: 3, next: 2, unknownColumns: ['x'], rows: [row(2), row(4)] },
    { total: 3, next: null, unknownColumns: ['x'], rows: [row(3)] },
  ]
  const start = (goOn: () => boolean) => {
    const asked: unknown[] = []
    const seen: unknown[] = []
    const api = ((_path: string, call: { body: { from: number } }) => {
      asked.push(call.body.from)
      return Promise.resolve(parts[asked.length - 1])
    }) as unknown as AdminApi
    const args = { kind: PAYERS_IMPORT, csv: 'email', dryRun: false, invite: false, update: false }
    return runImport(api, { ...args, goOn, onPart: (progress) => seen.push(progress) }).then((result) => ({
      asked,
      seen,
      lines: result.rows.map(({ line }) => line),
    }))
  }

  it('goes on where the part before ended, and shows how far it is', async () => {
    expect(await start(() => true)).toEqual({
      asked: [0, 2],
      seen: [
        { done: 2, total: 3 },
        { done: 3, total: 3 },
      ],
      lines: [2, 3, 4],
    })
  })

  it('ends after the part in which it was stopped', async () => {
    expect(await start(() => false)).toMatchObject({ asked: [0], lines: [2, 4] })
  })
})
