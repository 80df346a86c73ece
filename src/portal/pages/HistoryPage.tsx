import { Link } from 'wouter'
import type { Transaction } from '../api/types.ts'
import { formatFirmInstant } from '../logic/formatDate.ts'
import { isTakingBack, kindLabel, methodLabel, transactionState } from '../logic/transactionState.ts'
import { Badge } from '../parts/Badge.tsx'
import { Button } from '../parts/Button.tsx'
import { Icon } from '../parts/Icon.tsx'
import { Money } from '../parts/Money.tsx'
import { ErrorNotice } from '../parts/Notice.tsx'
import { PageHeading } from '../parts/PageHeading.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { usePortal } from '../state/PortalContext.tsx'
import { usePages } from '../state/usePages.ts'

const PAGE = 20

function TransactionRow({ transaction }: { transaction: Transaction }) {
  const { settings } = usePortal()
  const isBack = isTakingBack(transaction)
  return (
    <li className="pp-row pp-row-plain">
      <div className="pp-row-what">
        <Link href={`/payments/${transaction.id}`} className="pp-row-number">
          {kindLabel(transaction.kind)} {transaction.reference}
        </Link>
        <p className="pp-row-about">
          <span>{formatFirmInstant(transaction.createdAt, settings.timeZone)}</span>
          {transaction.method?.type && <span>{methodLabel(transaction.method)}</span>}
        </p>
      </div>
      <div className="pp-row-due">
        <Badge state={transactionState(transaction)} />
      </div>
      <div className="pp-row-amount">
        {isBack && '− '}
        <Money amount={transaction.amount} currency={transaction.currency} />
      </div>
    </li>
  )
}

/** Every movement of money of this payer, the newest first. */
export function HistoryPage() {
  const { client } = usePortal()
  const pages = usePages('transactions', (page, signal) => client.transactions({ page, limit: PAGE }, signal))
  return (
    <>
      <PageHeading title="Payment history">Payment history</PageHeading>
      <ErrorNotice error={pages.error} onRetry={pages.reload} />
      {!pages.docs && !pages.error && <Skeleton rows={6} height="row" />}
      {pages.docs?.length === 0 && (
        <div className="pp-empty">
          <Icon name="history" />
          <p>You have not made any payments here yet. They appear here with their receipts.</p>
        </div>
      )}
      {pages.docs && pages.docs.length > 0 && (
        <ul className="pp-rows" aria-label="Transactions">
          {pages.docs.map((transaction) => (
            <TransactionRow key={transaction.id} transaction={transaction} />
          ))}
        </ul>
      )}
      {pages.hasMore && (
        <div className="pp-more">
          <Button onPress={pages.loadMore} isPending={pages.isLoadingMore}>
            Show more
          </Button>
        </div>
      )}
    </>
  )
}
