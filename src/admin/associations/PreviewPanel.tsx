'use client'

import { useTranslation } from '@payloadcms/ui'
import type { Preview, Warning } from '../api/totals.ts'
import type { Loaded } from '../api/useLoaded.ts'
import { moneyText } from '../money/moneyText.ts'
import { warningText } from './warningText.ts'

type Props = { heading: string; preview: Loaded<Preview> }

function TotalsTable({ totals }: Pick<Preview, 'totals'>) {
  return (
    <div className="ppa-scroll">
      <table className="ppa-table ppa-table--numbers">
        <thead>
          <tr>
            <th scope="col">Currency</th>
            <th scope="col">Open invoices</th>
            <th scope="col">Open</th>
            <th scope="col">Overdue invoices</th>
            <th scope="col">Overdue</th>
          </tr>
        </thead>
        <tbody>
          {totals.map((row) => (
            <tr key={row.currency}>
              <th scope="row" data-label="Currency">
                {row.currency.toUpperCase()}
              </th>
              <td data-label="Open invoices">{row.openCount}</td>
              <td data-label="Open">{moneyText(row.openTotal, row.currency)}</td>
              <td data-label="Overdue invoices">{row.overdueCount}</td>
              <td data-label="Overdue">{moneyText(row.overdueTotal, row.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Warnings({ warnings }: { warnings: readonly Warning[] }) {
  return warnings.length === 0 ? null : (
    <ul className="ppa-warnings">
      {warnings.map(warningText).map((text) => (
        <li key={text} className="ppa-warning">
          {text}
        </li>
      ))}
    </ul>
  )
}

function Answer({ totals, asOf, warnings }: Preview) {
  const { i18n } = useTranslation()
  const format = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <>
      <Warnings warnings={warnings} />
      {totals.length === 0 ? <p className="ppa-empty">No open invoices.</p> : <TotalsTable totals={totals} />}
      <p className="ppa-muted">
        {asOf ? `As of the billing data read ${format.format(new Date(asOf))}.` : 'No billing data has been read yet.'}
      </p>
    </>
  )
}

/** How many open invoices the payer sees, what they add up to, and what looks wrong about it. */
export function PreviewPanel({ heading, preview: { data, error, isLoading } }: Props) {
  return (
    <section className="ppa-panel" aria-busy={isLoading} aria-live="polite">
      <h4>{heading}</h4>
      {error ? <p className="ppa-error">{error}</p> : null}
      {!data && !error ? <p className="ppa-muted">Working it out …</p> : null}
      {data ? <Answer {...data} /> : null}
    </section>
  )
}
