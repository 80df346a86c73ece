import { LOCALE } from './locale.ts'

/**
 * Money is an integer in the currency's minor unit (cents for USD, whole yen for JPY, thousandths
 * for KWD) together with a lowercase ISO 4217 code. Nothing here ever goes through a float.
 */

/** Minor-unit digits that differ from two. Source: ISO 4217, list one. */
const EXPONENTS: Readonly<Record<string, number>> = {
  bif: 0,
  clp: 0,
  djf: 0,
  gnf: 0,
  isk: 0,
  jpy: 0,
  kmf: 0,
  krw: 0,
  pyg: 0,
  rwf: 0,
  ugx: 0,
  vnd: 0,
  vuv: 0,
  xaf: 0,
  xof: 0,
  xpf: 0,
  bhd: 3,
  iqd: 3,
  jod: 3,
  kwd: 3,
  lyd: 3,
  omr: 3,
  tnd: 3,
}

/** How many decimal digits the currency's major unit has: 2 for `usd`, 0 for `jpy`, 3 for `kwd`. */
export function currencyExponent(currency: string): number {
  return EXPONENTS[currency] ?? EXPONENTS[currency.toLowerCase()] ?? 2
}

/** A lowercase three-letter code, the only form in which a currency is stored. */
export function isCurrency(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z]{3}$/.test(value)
}

/** A whole number of minor units that a double holds exactly. */
export function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value)
}

/** Reads an integer amount as Postgres hands it out (`numeric` and `bigint` arrive as strings). Throws a RangeError otherwise. */
export function readAmount(value: number | string | null | undefined): number {
  const amount = typeof value === 'string' ? Number(value) : value
  if (!isAmount(amount)) throw new RangeError(`not an integer amount: ${String(value)}`)
  return amount
}

const DECIMAL = /^([+-]?)(\d{1,15})(?:\.(\d{1,12}))?$/

/** An amount as databases write it, and nearly every one is: by its minor-unit digits, so few that a double holds any of them. */
const PLAIN: Readonly<Record<number, RegExp>> = {
  0: /^-?\d{1,15}$/,
  2: /^-?\d{1,13}\.\d\d$/,
  3: /^-?\d{1,12}\.\d\d\d$/,
}

/**
 * Turns a decimal text such as `1234.50` into minor units of `currency`, exactly.
 * Throws a RangeError on anything else, also on digits beyond the minor unit that are not zero.
 */
export function decimalToMinor(decimal: string, currency: string): number {
  const digits = currencyExponent(currency)
  if (PLAIN[digits]?.test(decimal)) return Number(decimal.replace('.', '')) || 0
  const match = DECIMAL.exec(decimal.trim())
  if (!match) throw new RangeError(`not a decimal amount: ${decimal.slice(0, 40)}`)
  const [, sign, whole = '0', fraction = ''] = match
  if (/[1-9]/.test(fraction.slice(digits))) throw new RangeError(`finer than the minor unit of ${currency}: ${decimal}`)
  const minor = Number(whole + fraction.slice(0, digits).padEnd(digits, '0'))
  if (!Number.isSafeInteger(minor)) throw new RangeError(`amount too large: ${decimal}`)
  return sign === '-' && minor !== 0 ? -minor : minor
}

/** The reverse: 123450 usd → `1234.50`, -5 jpy → `-5`. */
export function minorToDecimal(minor: number, currency: string): string {
  const digits = currencyExponent(currency)
  const text = String(Math.abs(readAmount(minor))).padStart(digits + 1, '0')
  const sign = minor < 0 ? '-' : ''
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** For people: `$1,234.50`. The digits come from the exact decimal text. */
export function formatMoney(minor: number, currency: string, locale: string = LOCALE): string {
  const digits = currencyExponent(currency)
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: currency.toUpperCase(),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return format.format(minorToDecimal(minor, currency) as unknown as number)
}
