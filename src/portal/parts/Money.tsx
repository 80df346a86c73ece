import { formatMoney } from '../../base/money.ts'

/** An amount in minor units, for people. */
export function Money({ amount, currency }: { amount: number; currency: string }) {
  return <span className="pp-money">{formatMoney(amount, currency)}</span>
}
