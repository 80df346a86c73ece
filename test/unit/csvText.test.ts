import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { type CsvCell, csvText } from '../../src/base/csvText.ts'

const read = (text: string) => parse(text, { bom: true, relax_column_count: true }) as string[][]

describe('CSV that we write', () => {
  it('I-07 quotes, defuses what a spreadsheet would run, and leaves negative amounts numbers', () => {
    const rows: CsvCell[][] = [
      ['=1+1', '+1', '-1', '@x', '\tx', '\rx'],
      [{ decimal: '-12.50' }, { decimal: '0' }, { decimal: '1000000.00' }, null, '', 'a'],
      ['a,b', 'say "x"', 'two\nlines', ';', ' -1', "'=1"],
    ]
    expect(csvText(rows)).toBe(
      `\uFEFF'=1+1,'+1,'-1,'@x,"'\tx","'\rx"\r\n-12.50,0,1000000.00,,,a\r\n"a,b","say ""x""","two\nlines",";", -1,'=1\r\n`,
    )
  })

  it('I-07 any text comes back, and none begins a formula', () => {
    const text = fc.string({ unit: 'binary', maxLength: 30 })
    fc.assert(
      fc.property(fc.array(fc.array(text, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }), (rows) => {
        const back = read(csvText(rows))
        for (const [at, row] of rows.entries())
          for (const [column, given] of row.entries()) {
            const cell = back[at]?.[column] ?? ''
            expect(/^[=+\-@\t\r]/.test(cell)).toBe(false)
            expect([given, `'${given}`]).toContain(cell)
          }
      }),
    )
  })

  it('refuses a number that is none', () => {
    for (const decimal of ['1e3', '=1', '', '1.', '--1', 'NaN'])
      expect(() => csvText([[{ decimal }]])).toThrow(RangeError)
  })
})
