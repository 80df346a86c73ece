import type { Totals } from '../../base/totals.ts'
import type { Summary } from '../api/types.ts'
import { mainCurrency } from '../logic/mainCurrency.ts'
import { AsOf } from '../parts/AsOf.tsx'
import { Money } from '../parts/Money.tsx'

const invoices = (count: number): string => (count === 1 ? '1 invoice' : `${count} invoices`)

function TotalCard({ totals }: { totals: Totals }) {
  return (
    <li className="pp-card pp-total">
      <dl>
        <div>
          <dt>
            Open <span className="pp-currency">{totals.currency.toUpperCase()}</span>
          </dt>
          <dd>
            <span className="pp-figure">
              <Money amount={totals.openTotal} currency={totals.currency} />
            </span>{' '}
            <span className="pp-count">{invoices(totals.openCount)}</span>
          </dd>
        </div>
        <div className={totals.overdueCount > 0 ? 'pp-total-overdue' : undefined}>
          <dt>Overdue</dt>
          <dd>
            <span className="pp-figure">
              <Money amount={totals.overdueTotal} currency={totals.currency} />
            </span>{' '}
            <span className="pp-count">{invoices(totals.overdueCount)}</span>
          </dd>
        </div>
      </dl>
    </li>
  )
}

function Credits({ credits }: { credits: Summary['credits'] }) {
  if (credits.length === 0) return null
  return (
    <p className="pp-credits">
      Credits in your favour, not taken off above:{' '}
      {credits.map((credit, index) => (
        <span key={credit.currency}>
          {index > 0 && ', '}
          <Money amount={Math.abs(credit.total)} currency={credit.currency} />
        </span>
      ))}
      . The firm applies them.
    </p>
  )
}

/** What is open and what of it is overdue, one card per currency, that of most invoices first, and how old these figures are. */
export function SummaryCards({ summary }: { summary: Summary }) {
  const main = mainCurrency(summary.totals)
  const isMain = ({ currency }: Totals) => Number(currency === main)
  return (
    <section aria-label="Totals" className="pp-summary">
      <ul className="pp-totals">
        {[...summary.totals]
          .sort((a, b) => isMain(b) - isMain(a))
          .map((totals) => (
            <TotalCard key={totals.currency} totals={totals} />
          ))}
      </ul>
      <Credits credits={summary.credits} />
      <AsOf at={summary.asOf} />
    </section>
  )
}
