import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { decimalToMinor, formatMoney, minorToDecimal, readAmount } from '../../src/base/money.ts'

const root = path.resolve(import.meta.dirname, '../..')

function sources(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
}

describe('money', () => {
  it('P-14 is exact where floats are not', () => {
    expect(decimalToMinor('0.1', 'usd') + decimalToMinor('0.2', 'usd')).toBe(30)
    expect(decimalToMinor('19.99', 'usd') * 3).toBe(5997)
    expect(decimalToMinor('10000000000000', 'usd')).toBe(1_000_000_000_000_000)
    expect(decimalToMinor('-12.50', 'usd')).toBe(-1250)
    expect(decimalToMinor('1.005', 'kwd')).toBe(1005)
    expect(decimalToMinor('1200', 'jpy')).toBe(1200)
    for (const [text, currency] of [
      ['1.005', 'usd'],
      ['1.5', 'jpy'],
      ['1.0001', 'kwd'],
      ['1e5', 'usd'],
      ['', 'usd'],
      ['NaN', 'usd'],
      ['1,000', 'usd'],
    ] as const) {
      expect(() => decimalToMinor(text, currency)).toThrow(RangeError)
    }
    expect(() => readAmount('0.30000000000000004')).toThrow(RangeError)
    expect(() => readAmount('9007199254740993')).toThrow(RangeError)
  })

  it('P-14 goes to decimal text and back unchanged, in currencies of 0, 2 and 3 digits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e13, max: 1e13 }),
        fc.constantFrom('usd', 'eur', 'jpy', 'kwd'),
        (minor, currency) => {
          expect(decimalToMinor(minorToDecimal(minor, currency), currency)).toBe(minor)
        },
      ),
    )
  })

  it('P-14 is shown from its exact digits', () => {
    expect(formatMoney(1_234_567_890_123_45, 'usd')).toBe('$1,234,567,890,123.45')
    expect(formatMoney(900_719_925_474_099, 'usd')).toBe('$9,007,199,254,740.99')
    expect(formatMoney(5, 'jpy')).toBe('¥5')
    expect(formatMoney(1005, 'kwd')).toMatch(/1\.005/)
    expect(formatMoney(-1250, 'usd')).toBe('-$12.50')
  })

  it('P-14 no source multiplies or divides an amount by a hundred, or parses one as a float', () => {
    const offenders = ['src', 'collections', 'hooks', 'access'].flatMap(sources).filter((file) => {
      const code = readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
      return /(?:amount|balance|total|minor|due|price|cents)\w*\)?\s*[*/]\s*100\b|\b100\s*\*\s*\w*(?:amount|balance|total|minor|due|price)|parseFloat\(|\.toFixed\(/i.test(
        code,
      )
    })
    expect(offenders.map((file) => path.relative(root, file))).toEqual([])
  })
})
