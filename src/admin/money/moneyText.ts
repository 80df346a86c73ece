import { formatMoney, isAmount, isCurrency } from '../../base/money.ts'

/** Minor units as money; an em dash when there is no amount, the bare number when the currency is not known. */
export function moneyText(amount: unknown, currency: unknown): string {
  const number = typeof amount === 'string' && amount !== '' ? Number(amount) : amount
  if (!isAmount(number)) return '—'
  return isCurrency(currency) ? formatMoney(number, currency) : String(number)
}
