import { PortalError } from '../base/errors.ts'
import { formatMoney } from '../base/money.ts'
import type { PaymentGateway } from './PaymentGateway.ts'

type Money = { amount: number; currency: string }

/** Throws `amount_invalid` when the gateway cannot move this amount: it is finer than the steps in which it counts. */
export function checkAmountStep(gateway: Pick<PaymentGateway, 'amountStep'>, { amount, currency }: Money): void {
  const step = gateway.amountStep(currency)
  if (amount % step === 0) return
  throw new PortalError('amount_invalid', {
    message: `Amounts in ${currency.toUpperCase()} are paid in steps of ${formatMoney(step, currency)}.`,
    data: { step },
  })
}
