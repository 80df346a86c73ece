import type { RequestError } from '../api/RequestError.ts'
import type { Basket } from '../logic/selection.ts'
import { Notice } from '../parts/Notice.tsx'
import { ChangedAmounts } from './ChangedAmounts.tsx'

/** Codes that mean: what was chosen is no longer what can be paid. */
const OUTDATED = new Set(['amount_exceeds_due', 'invoice_not_payable', 'invoice_not_found'])
/** Has what was chosen changed, so that it cannot be paid as it is? */
export const isOutdated = (error: RequestError | null): boolean => error !== null && OUTDATED.has(error.code)

const TITLES: Readonly<Record<string, string>> = {
  payment_declined: 'The payment was declined',
  payments_paused: 'Payments are paused',
}

type PayProblemProps = { error: RequestError | null; basket: Basket; onBasket: (basket: Basket) => void }

/** Why a payment was not taken, with what the payer can do about it. */
export function PayProblem({ error, basket, onBasket }: PayProblemProps) {
  if (!error) return null
  if (isOutdated(error)) return <ChangedAmounts basket={basket} message={error.message} onChange={onBasket} />
  return (
    <Notice tone="bad" title={TITLES[error.code]}>
      <p>{error.code === 'payment_declined' ? declineText(error) : error.message}</p>
    </Notice>
  )
}

/** The transaction's own advice ("call your bank") where it has one. */
function declineText(error: RequestError): string {
  const { transaction } = error.data as { transaction?: { failure?: { message?: unknown } | null } }
  const advice = transaction?.failure?.message
  return typeof advice === 'string' && advice !== '' ? advice : error.message
}
