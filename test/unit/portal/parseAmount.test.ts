import fc from 'fast-check'
import { minorToDecimal } from '../../../src/base/money.ts'
import { parseAmount } from '../../../src/portal/logic/parseAmount.ts'

describe('an amount as a payer types it', () => {
  it.each([
    ['1250.50', 'usd', 125050],
    ['1,250.50', 'usd', 125050],
    [' $ 1,250.5 ', 'usd', 125050],
    ['0.29', 'usd', 29],
    ['19.99', 'usd', 1999],
    ['99.', 'usd', 9900],
    ['¥1,250,000', 'jpy', 1250000],
    ['1.234', 'kwd', 1234],
    ['１２', 'usd', 1200],
  ])('P-14 reads %s %s exactly', (text, currency, amount) => {
    expect(parseAmount(text, currency)).toEqual({ amount, problem: null })
  })

  it.each([
    ['', 'usd'],
    ['abc', 'usd'],
    ['12,50', 'usd'],
    ['1,25,000', 'usd'],
    ['1.234,50', 'usd'],
    ['-5', 'usd'],
    ['1e5', 'usd'],
    ['0', 'usd'],
    ['0.00', 'usd'],
    ['1.005', 'usd'],
    ['1.5', 'jpy'],
    ['99999999999999999', 'usd'],
  ])('P-14 refuses %p %s and says what to type', (text, currency) => {
    const { amount, problem } = parseAmount(text, currency)
    expect(amount).toBeNull()
    expect(problem).toMatch(/^Enter an amount/)
  })

  it('takes all that is due and not one unit more', () => {
    expect(parseAmount('10.00', 'usd', 1000).amount).toBe(1000)
    expect(parseAmount('10.01', 'usd', 1000)).toEqual({ amount: null, problem: 'The most that is due is $10.00.' })
  })

  it('P-14 gives back every amount that it is shown, in every kind of currency', () => {
    const amounts = fc.integer({ min: 1, max: 1_000_000_000_000 })
    fc.assert(
      fc.property(amounts, fc.constantFrom('usd', 'jpy', 'kwd'), (amount, currency) => {
        expect(parseAmount(minorToDecimal(amount, currency), currency)).toEqual({ amount, problem: null })
      }),
    )
  })
})
