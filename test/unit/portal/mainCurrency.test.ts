import { mainCurrency } from '../../../src/portal/logic/mainCurrency.ts'

const total = (currency: string, openCount: number, openTotal: number) => ({
  currency,
  openCount,
  openTotal,
  overdueCount: 0,
  overdueTotal: 0,
})

describe('the currency that one amount starts with', () => {
  it('is the one of most open invoices, not the first of the alphabet', () => {
    expect(mainCurrency([total('eur', 1, 900_000), total('usd', 12, 100)])).toBe('usd')
  })

  it('among equals is the one with the most due, in whole units', () => {
    expect(mainCurrency([total('eur', 2, 50_000), total('kwd', 2, 90_000), total('usd', 2, 60_000)])).toBe('usd')
    expect(mainCurrency([total('eur', 2, 50_000), total('jpy', 2, 40_000)])).toBe('jpy')
  })

  it('is usd when nothing is open', () => {
    expect(mainCurrency([])).toBe('usd')
  })
})
