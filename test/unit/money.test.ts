import fc from 'fast-check'
import { currencyExponent, decimalToMinor, formatMoney, minorToDecimal, readAmount } from '../../src/base/money.ts'

describe('money', () => {
  it.each([
    ['0.1', 'usd', 10],
    ['19.99', 'usd', 1999],
    ['-12.50', 'usd', -1250],
    ['1234', 'jpy', 1234],
    ['1234.00', 'jpy', 1234],
    ['1.234', 'kwd', 1234],
    ['10000000000.00', 'usd', 1_000_000_000_000],
    ['-0.00', 'usd', 0],
  ])('P-14 reads %s %s as %i minor units', (decimal, currency, minor) => {
    expect(decimalToMinor(decimal, currency)).toBe(minor)
  })

  it.each([
    ['1.005', 'usd'],
    ['0.5', 'jpy'],
    ['NaN', 'usd'],
    ['1e3', 'usd'],
    ['', 'usd'],
    ['1,000.00', 'usd'],
    ['99999999999999999', 'usd'],
    ['0x10', 'usd'],
  ])('P-14 refuses %s %s', (decimal, currency) => {
    expect(() => decimalToMinor(decimal, currency)).toThrow(RangeError)
  })

  it('P-14 comes back exactly, for every amount and currency', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom('usd', 'jpy', 'kwd', 'eur'), (minor, currency) => {
        fc.pre(minorToDecimal(minor, currency).replace(/\D/g, '').length <= 15)
        expect(decimalToMinor(minorToDecimal(minor, currency), currency)).toBe(minor)
      }),
    )
  })

  it('P-14 shows the exact digits', () => {
    expect(formatMoney(3 * decimalToMinor('19.99', 'usd'), 'usd')).toBe('$59.97')
    expect(formatMoney(decimalToMinor('0.1', 'usd') + decimalToMinor('0.2', 'usd'), 'usd')).toBe('$0.30')
    expect(formatMoney(9_007_199_254_740_991, 'usd')).toBe('$90,071,992,547,409.91')
    expect(formatMoney(-1234, 'jpy')).toBe('-¥1,234')
    expect(currencyExponent('KWD')).toBe(3)
  })

  it('reads what Postgres hands out and refuses what is not whole', () => {
    expect(readAmount('1200')).toBe(1200)
    for (const wrong of ['12.5', 'abc', null, undefined, Number.NaN, 2 ** 60])
      expect(() => readAmount(wrong)).toThrow(RangeError)
  })
})
