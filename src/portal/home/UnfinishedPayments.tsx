import type { Transaction } from '../api/types.ts'
import { payMemory } from '../logic/attempt.ts'
import { formatFirmInstant } from '../logic/formatDate.ts'
import { isUnfinished } from '../logic/transactionState.ts'
import { LinkButton } from '../parts/Button.tsx'
import { Money } from '../parts/Money.tsx'
import { Notice } from '../parts/Notice.tsx'
import { UnfinishedActions } from '../pay/UnfinishedActions.tsx'
import { usePayer, usePortal } from '../state/PortalContext.tsx'
import { useAbilities } from '../state/useAbilities.ts'

/** A payment that was sent and never answered: it has to be looked at before another one. */
function Unanswered() {
  const payer = usePayer()
  if (!payMemory(sessionStorage, payer.id).attempt()) return null
  return (
    <Notice
      tone="warn"
      title="A payment waits for its answer"
      isQuiet
      actions={
        <LinkButton look="primary" href="/pay">
          Check it
        </LinkButton>
      }
    >
      <p>We do not know yet whether your last payment went through.</p>
    </Notice>
  )
}

/** Own payments that were begun and neither finished nor cancelled. */
export function UnfinishedPayments({ recent, onChange }: { recent: Transaction[]; onChange: () => void }) {
  const { settings } = usePortal()
  const { canPay } = useAbilities()
  return (
    <>
      {canPay && <Unanswered />}
      {recent.filter(isUnfinished).map((transaction) => (
        <Notice
          key={transaction.id}
          tone="warn"
          title="Unfinished payment"
          isQuiet
          actions={canPay && <UnfinishedActions transaction={transaction} onChange={onChange} />}
        >
          <p>
            <Money amount={transaction.amount} currency={transaction.currency} />, begun{' '}
            {formatFirmInstant(transaction.createdAt, settings.timeZone)}. Until it is finished or cancelled, this
            amount is kept for it.
          </p>
        </Notice>
      ))}
    </>
  )
}
