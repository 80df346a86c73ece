import type { RequestError } from '../api/RequestError.ts'
import { LinkButton } from '../parts/Button.tsx'
import { Notice } from '../parts/Notice.tsx'

/** Codes that mean: what was chosen is no longer what can be paid. */
const OUTDATED = new Set(['amount_exceeds_due', 'invoice_not_payable', 'invoice_not_found'])

/** Why a payment was not taken, with what the payer can do about it. */
export function PayProblem({ error }: { error: RequestError | null }) {
  if (!error) return null
  if (OUTDATED.has(error.code)) {
    return (
      <Notice tone="bad" title="These invoices have changed" actions={<LinkButton href="/">Choose again</LinkButton>}>
        <p>{error.message} Nothing was charged.</p>
      </Notice>
    )
  }
  return (
    <Notice tone="bad" title={error.code === 'payment_declined' ? 'The payment was declined' : undefined}>
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
