import { Link } from 'wouter'
import type { Allocation, Transaction } from '../api/types.ts'
import { formatFirmInstant } from '../logic/formatDate.ts'
import { lifeOf, methodFact, methodLabel, transactionState } from '../logic/transactionState.ts'
import { Badge } from '../parts/Badge.tsx'
import { Money } from '../parts/Money.tsx'
import { usePortal } from '../state/PortalContext.tsx'

function Life({ transaction }: { transaction: Transaction }) {
  const { settings } = usePortal()
  return (
    <section className="pp-card" aria-labelledby="pp-life">
      <h2 id="pp-life">Progress</h2>
      <ol className="pp-life">
        {lifeOf(transaction).map((step) => (
          <li key={step.label} className={`pp-life-${step.state}`}>
            <span>{step.label}</span>
            {step.at && <time dateTime={step.at}>{formatFirmInstant(step.at, settings.timeZone)}</time>}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Applied({ allocations, currency }: { allocations: Allocation[]; currency: string }) {
  return (
    <ul className="pp-lines">
      {allocations.map((line) => (
        <li key={line.invoice}>
          <Link href={`/invoices/${line.invoice}`}>
            Invoice <bdi>{line.invoiceNumber ?? `#${line.invoice}`}</bdi>
          </Link>
          <Money amount={line.amount} currency={currency} />
        </li>
      ))}
    </ul>
  )
}

/** What a transaction was: amount, method, invoices, and its life so far. */
export function TransactionFacts({ transaction }: { transaction: Transaction }) {
  const { settings } = usePortal()
  const { currency } = transaction
  const refunded = transaction.refundedAmount ?? 0
  return (
    <div className="pp-columns">
      <Life transaction={transaction} />
      <section className="pp-card" aria-labelledby="pp-details">
        <h2 id="pp-details">Details</h2>
        <dl className="pp-facts">
          <div className="pp-fact">
            <dt>Amount</dt>
            <dd>
              <Money amount={transaction.amount} currency={currency} />
            </dd>
          </div>
          {refunded > 0 && (
            <div className="pp-fact">
              <dt>Refunded</dt>
              <dd>
                <Money amount={refunded} currency={currency} />
              </dd>
            </div>
          )}
          <div className="pp-fact">
            <dt>Status</dt>
            <dd>
              <Badge state={transactionState(transaction)} />
            </dd>
          </div>
          <div className="pp-fact">
            <dt>Reference</dt>
            <dd>{transaction.reference}</dd>
          </div>
          {transaction.method?.type && (
            <div className="pp-fact">
              <dt>{methodFact(transaction)}</dt>
              <dd>{methodLabel(transaction.method)}</dd>
            </div>
          )}
          <div className="pp-fact">
            <dt>Date</dt>
            <dd>{formatFirmInstant(transaction.createdAt, settings.timeZone)}</dd>
          </div>
        </dl>
        <h3>Invoices</h3>
        <Applied allocations={transaction.allocations ?? []} currency={currency} />
      </section>
    </div>
  )
}
