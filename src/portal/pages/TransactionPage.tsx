import { useEffect } from 'react'
import { useSearch } from 'wouter'
import type { Transaction } from '../api/types.ts'
import { kindLabel, transactionState } from '../logic/transactionState.ts'
import { Money } from '../parts/Money.tsx'
import { ErrorNotice } from '../parts/Notice.tsx'
import { PageHeading } from '../parts/PageHeading.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { TransactionFacts } from '../transaction/TransactionFacts.tsx'
import { TransactionHero } from '../transaction/TransactionHero.tsx'
import { usePolledTransaction } from '../transaction/usePolledTransaction.ts'

/** Says a change of state aloud. */
function useAnnounced(transaction: Transaction | null): void {
  const { announce } = usePortal()
  const label = transaction ? transactionState(transaction).label : null
  useEffect(() => {
    if (label) announce(`Payment: ${label}`)
  }, [label, announce])
}

/** One transaction, right after it was made or years later. */
export function TransactionPage({ id }: { id: string }) {
  const wasSent = new URLSearchParams(useSearch()).has('check')
  const { data, error, reload, isChecking } = usePolledTransaction(id, wasSent)
  useAnnounced(data)
  const kind = kindLabel(data?.kind ?? 'payment')
  return (
    <>
      <PageHeading
        title={data ? `${kind} ${data.reference}` : kind}
        back={{ href: '/payments', label: 'Payment history' }}
      >
        {data ? (
          <>
            {kind} of <Money amount={data.amount} currency={data.currency} />
          </>
        ) : (
          kind
        )}
      </PageHeading>
      <ErrorNotice error={error} onRetry={error?.status === 404 ? undefined : reload} />
      {!data && !error && <Skeleton rows={2} height="card" />}
      {data && <TransactionHero transaction={data} isChecking={isChecking} onChange={reload} />}
      {data && <TransactionFacts transaction={data} />}
    </>
  )
}
