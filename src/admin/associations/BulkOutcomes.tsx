'use client'

import { Pill } from '@payloadcms/ui'
import type { ComponentProps } from 'react'
import { moneyText } from '../money/moneyText.ts'
import { PayerLink } from '../records/PayerLink.tsx'
import { type BulkOutcome, outcomeText } from './bulk.ts'
import { warningText } from './warningText.ts'

type PillStyle = ComponentProps<typeof Pill>['pillStyle']

const STYLES: Readonly<Record<BulkOutcome['result'], PillStyle>> = {
  added: 'success',
  same: 'light-gray',
  archived: 'light-gray',
  not_tried: 'light-gray',
  not_found: 'error',
  failed: 'error',
}

function Sees({ totals }: Pick<BulkOutcome, 'totals'>) {
  if (!totals) return null
  if (totals.length === 0) return <span className="ppa-muted">No open invoices</span>
  return totals.map((row) => (
    <div key={row.currency} className="ppa-amount">
      {moneyText(row.openTotal, row.currency)} <span className="ppa-muted">({row.openCount})</span>
    </div>
  ))
}

function Outcome({ outcome, isDone }: { outcome: BulkOutcome; isDone: boolean }) {
  const { payer, name, email, result, reason, totals, warnings = [] } = outcome
  return (
    <tr>
      <th scope="row" data-label="Payer">
        <PayerLink payer={{ id: payer, name, email: email ?? '' }} newTab />
      </th>
      <td data-label={isDone ? 'Result' : 'Would get'}>
        <div>
          <Pill size="small" pillStyle={STYLES[result]}>
            {outcomeText(outcome, isDone)}
          </Pill>
          {reason ? <div className="ppa-error">{reason}</div> : null}
        </div>
      </td>
      {isDone ? null : (
        <td data-label="Would see">
          <div>
            <Sees totals={totals} />
            {warnings.map(warningText).map((text) => (
              <p key={text} className="ppa-warning">
                {text}
              </p>
            ))}
          </div>
        </td>
      )}
    </tr>
  )
}

/** What each payer would get and see, or what became of each. */
export function BulkOutcomes({ outcomes, isDone }: { outcomes: readonly BulkOutcome[]; isDone: boolean }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls the long list with the keyboard
    <section className="ppa-results" aria-label="What becomes of each payer" tabIndex={0}>
      <table className="ppa-table">
        <thead>
          <tr>
            <th scope="col">Payer</th>
            <th scope="col">{isDone ? 'Result' : 'Would get'}</th>
            {isDone ? null : <th scope="col">Would see</th>}
          </tr>
        </thead>
        <tbody>
          {outcomes.map((outcome) => (
            <Outcome key={outcome.payer} outcome={outcome} isDone={isDone} />
          ))}
        </tbody>
      </table>
    </section>
  )
}
