import { payMemory } from '../logic/attempt.ts'
import { formatInstant } from '../logic/formatDate.ts'
import { isUnfinished } from '../logic/transactionState.ts'
import { LinkButton } from '../parts/Button.tsx'
import { Money } from '../parts/Money.tsx'
import { Notice } from '../parts/Notice.tsx'
import { UnfinishedActions } from '../pay/UnfinishedActions.tsx'
import { usePayer, usePortal } from '../state/PortalContext.tsx'
import { useRemote } from '../state/useRemote.ts'

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
export function UnfinishedPayments({ onChange }: { onChange: () => void }) {
  const { client } = usePortal()
  const recent = useRemote('unfinished', (signal) => client.transactions({ limit: 20 }, signal))
  const changed = () => {
    recent.reload()
    onChange()
  }
  return (
    <>
      <Unanswered />
      {recent.data?.docs.filter(isUnfinished).map((transaction) => (
        <Notice
          key={transaction.id}
          tone="warn"
          title="Unfinished payment"
          isQuiet
          actions={<UnfinishedActions transaction={transaction} onChange={changed} />}
        >
          <p>
            <Money amount={transaction.amount} currency={transaction.currency} />, begun{' '}
            {formatInstant(transaction.createdAt)}. Until you finish or cancel it, this amount is kept for it.
          </p>
        </Notice>
      ))}
    </>
  )
}
