'use client'

import { Link, Pill, useConfig } from '@payloadcms/ui'
import type { ComponentProps } from 'react'
import { type ChosenPayer, OUTCOMES, type Outcome, type OutcomeText } from './bulkInvite.ts'

type PillStyle = ComponentProps<typeof Pill>['pillStyle']

const STYLES: Readonly<Record<OutcomeText['tone'], PillStyle>> = {
  good: 'success',
  waiting: 'warning',
  neutral: 'light-gray',
  bad: 'error',
}

type Props = { payers: readonly ChosenPayer[]; outcomes: readonly Outcome[] }

/** What became of each payer, with the reason where it went wrong. */
export function BulkInviteResults({ payers, outcomes }: Props) {
  const { config } = useConfig()
  const known = new Map(payers.map((payer) => [payer.id, payer]))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls the long list with the keyboard
    <section className="ppa-results" aria-label="What became of each payer" tabIndex={0}>
      <table className="ppa-table">
        <thead>
          <tr>
            <th scope="col">Payer</th>
            <th scope="col">Result</th>
          </tr>
        </thead>
        <tbody>
          {outcomes.map(({ id, result, reason }) => (
            <tr key={id}>
              <th scope="row" data-label="Payer">
                <div>
                  <Link href={`${config.routes.admin}/collections/payers/${id}`}>
                    {known.get(id)?.name || `Payer ${id}`}
                  </Link>
                  <div className="ppa-muted">{known.get(id)?.email}</div>
                </div>
              </th>
              <td data-label="Result">
                <Pill size="small" pillStyle={STYLES[OUTCOMES[result].tone]}>
                  {OUTCOMES[result].label}
                </Pill>
                {reason ? <div className="ppa-error">{reason}</div> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
