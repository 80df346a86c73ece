import { currencyExponent, decimalToMinor, formatMoney } from '../../base/money.ts'

export type ParsedAmount = { amount: number; problem: null } | { amount: null; problem: string }

const PLAIN = /^\d{1,13}(\.\d*)?$/
const GROUPED = /^\d{1,3}(,\d{3}){1,4}(\.\d*)?$/

/**
 * Reads an amount as a payer types it (`1234.5`, `1,234.50`, `$ 99`) into minor units of `currency`,
 * without ever passing through a float. `12,50` could mean two things and is refused.
 */
export function parseAmount(text: string, currency: string, most?: number): ParsedAmount {
  const bare = text.normalize('NFKC').replace(/[\s\p{Sc}]/gu, '')
  const no = (problem: string): ParsedAmount => ({ amount: null, problem })
  if (bare === '') return no('Enter an amount.')
  if (!PLAIN.test(bare) && !GROUPED.test(bare)) return no(`Enter an amount such as ${example(currency)}.`)
  let amount: number
  try {
    amount = decimalToMinor(bare.replaceAll(',', '').replace(/\.$/, ''), currency)
  } catch {
    return no(`Enter an amount such as ${example(currency)}.`)
  }
  if (amount === 0) return no('Enter an amount above zero.')
  if (most !== undefined && amount > most) return no(`The most that is due is ${formatMoney(most, currency)}.`)
  return { amount, problem: null }
}

const example = (currency: string): string =>
  currencyExponent(currency) === 0 ? '1250' : `1250.${'50'.padEnd(currencyExponent(currency), '0')}`
