import type { CsvSourceOptions } from './CsvSourceOptions.ts'

const escaped = (sign: string) => (sign === ' ' ? '[ \\u00a0\\u202f]' : `\\${sign}`)
const PARENTHESES = /^\((.*)\)$/
const MINUS_BEFORE = /^[-−]\s?/
const MINUS_AFTER = /-$/

/**
 * Reads an amount as the export writes it into decimal text, digit by digit: `1.234,50` → `1234.50`.
 * Below zero is `-1`, `1-` or `(1)`. Null for whatever could be read in two ways.
 */
export function amountReader({ decimal = '.', thousands }: CsvSourceOptions): (text: string) => string | null {
  const grouped = thousands ? `\\d{1,3}(?:${escaped(thousands)}\\d{3})+|` : ''
  const pattern = new RegExp(`^(${grouped}\\d+)(?:${escaped(decimal)}(\\d+))?$`)
  return (text) => {
    const inside = PARENTHESES.exec(text.trim())?.[1]
    const value = inside ?? text.trim()
    const signs = [inside !== undefined, MINUS_BEFORE.test(value), MINUS_AFTER.test(value)].filter(Boolean).length
    const match = pattern.exec(value.replace(MINUS_BEFORE, '').replace(MINUS_AFTER, ''))
    if (!match || signs > 1) return null
    const whole = (match[1] ?? '').replaceAll(/\D/g, '')
    return `${signs === 1 ? '-' : ''}${whole}${match[2] ? `.${match[2]}` : ''}`
  }
}
