import { fromStripeAmount, stripeAmountStep, toStripeAmount } from '../../src/payments/gateways/stripe/stripeAmounts.ts'

describe('P-14 amounts as Stripe counts them', () => {
  it.each([
    ['usd', 1999, 1999, 1],
    ['jpy', 500, 500, 1],
    ['kwd', 5120, 5120, 10],
    ['isk', 500, 50_000, 1],
    ['ugx', 7, 700, 1],
    ['mga', 120_000, 1200, 100],
  ])('%s %d is %d, in steps of %d', (...row) => {
    const [currency, ours, stripes, step] = row
    expect(toStripeAmount(ours, currency)).toBe(stripes)
    expect(fromStripeAmount(stripes, currency)).toBe(ours)
    expect(stripeAmountStep(currency)).toBe(step)
  })

  it('refuse what the other side cannot write exactly', () => {
    expect(() => toStripeAmount(150, 'mga')).toThrow(RangeError)
    expect(() => fromStripeAmount(550, 'isk')).toThrow(RangeError)
  })
})
