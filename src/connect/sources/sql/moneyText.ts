import { currencyExponent } from '../../../base/money.ts'
import type { ColumnKind } from './SqlDialect.ts'

/** Above these a floating-point number does not hold every minor unit. */
const LARGEST = { float: 1e10, real: 1e5 }
/** How far the nearest double or single is from the decimal that was meant, as a share of it; a calculation adds up several. */
const ERROR = { float: 1e-14, real: 1.2e-7 }
/** In minor units: what sums and differences leave behind. */
const ROUNDING = 1e-4
const LARGEST_DOUBT = 0.4

/**
 * An amount as the database gave it, as exact decimal text. A floating-point one becomes the minor
 * unit that it stands for, when there is no doubt which; otherwise it stays, and its row is set aside.
 */
export function moneyText(text: string, { kind, currency }: { kind: ColumnKind; currency: string | null }): string {
  if (kind !== 'float' && kind !== 'real') return text
  const value = Number(text)
  if (!(Math.abs(value) <= LARGEST[kind])) return `${text} (a float this large has no exact cents)`
  const digits = currencyExponent(currency?.trim() ?? '')
  const minor = value * 10 ** digits
  const doubt = Math.abs(minor) * ERROR[kind] + ROUNDING
  if (doubt > LARGEST_DOUBT || Math.abs(minor - Math.round(minor)) > doubt) return text
  const whole = String(Math.abs(Math.round(minor))).padStart(digits + 1, '0')
  const decimal = digits === 0 ? whole : `${whole.slice(0, -digits)}.${whole.slice(-digits)}`
  return Math.round(minor) < 0 ? `-${decimal}` : decimal
}
