import { currencyExponent } from '../../../base/money.ts'

/**
 * Where Stripe counts in other units than ISO 4217: it takes the two whole-unit currencies with two digits
 * that are always 00, and the ariary without any. Source: docs.stripe.com/currencies, special cases.
 */
const DIGITS: Readonly<Record<string, number>> = { isk: 2, ugx: 2, mga: 0 }

/** By how many digits Stripe's unit is finer than ours. */
const shiftOf = (currency: string): number =>
  (DIGITS[currency] ?? currencyExponent(currency)) - currencyExponent(currency)

/** What an amount must be a multiple of, in our minor units: Stripe wants a last digit of 0 where there are three. */
export function stripeAmountStep(currency: string): number {
  if (currencyExponent(currency) === 3) return 10
  return Math.max(1, 10 ** -shiftOf(currency))
}

function shifted(amount: number, digits: number, currency: string): number {
  const moved = digits < 0 ? amount / 10 ** -digits : amount * 10 ** digits
  if (!Number.isSafeInteger(moved)) throw new RangeError(`no whole amount of ${currency}: ${amount}`)
  return moved
}

/** Our minor units as Stripe counts them. Throws a RangeError for what is finer than Stripe's unit. */
export function toStripeAmount(amount: number, currency: string): number {
  return shifted(amount, shiftOf(currency), currency)
}

/** The reverse. Throws a RangeError for what is finer than our minor unit. */
export function fromStripeAmount(amount: number, currency: string): number {
  return shifted(amount, -shiftOf(currency), currency)
}
