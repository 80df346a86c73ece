import fc from 'fast-check'
import { type MirroredInvoice, rowToInvoice } from '../../src/connect/rowToInvoice.ts'
import { rowReader } from '../../src/connect/sources/sql/rowReader.ts'
import { encodeStagingRow, OWNED_COLUMNS, STAGING_COLUMNS } from '../../src/connect/sync/encodeStagingRow.ts'

const UNESCAPED: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', '\\': '\\' }

/** What Postgres reads from a line in the text format of COPY, by column. */
function readLine(line: string): Record<string, string | null> {
  expect(line.endsWith('\n')).toBe(true)
  const cells = line.slice(0, -1).split('\t')
  expect(cells).toHaveLength(STAGING_COLUMNS.length)
  const values = cells.map((cell) =>
    cell === '\\N' ? null : cell.replace(/\\(.)/gs, (_all, letter: string) => UNESCAPED[letter] ?? `?${letter}`),
  )
  return Object.fromEntries(STAGING_COLUMNS.map((column, at) => [column, values[at] ?? null]))
}

const fieldOf = (column: string) =>
  column.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase()) as keyof MirroredInvoice

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('\\', '\t', '\n', '\r', 'N', 'n', '.', 'é', ' '), maxLength: 12 }),
)
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null })
const matter = fc.record({ matterNumber: maybe(text), matterDescription: maybe(text) })
const row = fc.record({
  externalId: maybe(text),
  number: maybe(text),
  clientNumber: text,
  clientName: maybe(text),
  matters: fc.array(matter, { maxLength: 3 }),
  issuedOn: fc.constantFrom(null, '2026-01-31', '2026-02-30'),
  dueOn: fc.constantFrom(null, '2026-02-28'),
  currency: fc.constantFrom('usd', 'JPY'),
  total: fc.constantFrom(null, '12', '-7.00'),
  balance: fc.constantFrom('0', '-0.00', '-12', '1200.00', '0.005'),
  account: maybe(text),
  isVoid: fc.boolean(),
  memo: maybe(text),
})

describe('a line for the staging table', () => {
  it('Y-06 has every value of the invoice in its own column, or the reason why it has none', () => {
    const seen = { invoice: 0, rejected: 0 }
    fc.assert(
      fc.property(row, (given) => {
        const result = rowToInvoice(given)
        const line = readLine(encodeStagingRow(given, result))
        const owned = OWNED_COLUMNS.map((column) => [column, line[column]])
        if ('rejected' in result) {
          seen.rejected += 1
          expect(line).toMatchObject({ external_id: given.externalId, matters: '[]', rejected: result.rejected })
          expect(owned).toEqual(OWNED_COLUMNS.map((column) => [column, null]))
          expect(JSON.parse(line.raw ?? '')).toMatchObject({ balance: given.balance })
          return
        }
        seen.invoice += 1
        const { invoice } = result
        const expected = OWNED_COLUMNS.map((column) => [column, invoice[fieldOf(column)]])
        expect(owned).toEqual(expected.map(([column, value]) => [column, value === null ? null : String(value)]))
        expect(line).toMatchObject({ external_id: given.externalId, rejected: null, raw: null })
        expect(JSON.parse(line.matters ?? '')).toEqual(invoice.matters)
      }),
      { numRuns: 2000 },
    )
    expect(Math.min(seen.invoice, seen.rejected)).toBeGreaterThan(100)
  })
})

describe('the matters of a mapped row', () => {
  const matterOf = (cells: Parameters<ReturnType<typeof rowReader>>[0]) => {
    const { matters, problem } = rowReader(new Map())(cells)
    return problem ?? matters
  }

  it.each([
    [{ matterNumber: 'M1', matterDescription: 'One' }, [{ matterNumber: 'M1', matterDescription: 'One' }]],
    [{ matterNumber: null, matterDescription: 'One' }, [{ matterNumber: null, matterDescription: 'One' }]],
    [{ matterNumber: null }, []],
    [{}, []],
    [{ matters: null }, []],
    [
      { matters: '[{"matterNumber":7},null]' },
      [
        { matterNumber: '7', matterDescription: null },
        { matterNumber: null, matterDescription: null },
      ],
    ],
    [{ matters: '{}' }, 'matters is not a JSON array of { matterNumber, matterDescription }'],
    [{ matters: '[{"matterNumber":{}}]' }, 'matters is not a JSON array of { matterNumber, matterDescription }'],
    [{ matters: '[', isVoid: 'V' }, 'matters is not a JSON array of { matterNumber, matterDescription }'],
  ])('of %j are %j', (cells, expected) => {
    expect(matterOf(cells)).toEqual(expected)
  })
})
