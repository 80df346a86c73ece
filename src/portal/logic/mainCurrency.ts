import { currencyExponent } from '../../base/money.ts'
import type { Totals } from '../../base/totals.ts'

/** Only to compare sums of different currencies, never to show or to pay one. */
const inMajorUnits = ({ openTotal, currency }: Totals): number => openTotal / 10 ** currencyExponent(currency)

/** The currency that most open invoices have; among equals the one with the most due. `usd` when nothing is open. Pure. */
export function mainCurrency(totals: readonly Totals[]): string {
  const [first] = [...totals].sort((a, b) => b.openCount - a.openCount || inMajorUnits(b) - inMajorUnits(a))
  return first?.currency ?? 'usd'
}
