'use client'

import { Button, Pill, useDocumentInfo } from '@payloadcms/ui'
import { useCallback, useId, useState } from 'react'
import type { AdminApi } from '../api/useAdminApi.ts'
import { useLoaded } from '../api/useLoaded.ts'
import { Pages } from '../fields/Pages.tsx'
import { LoadState } from '../parts/LoadState.tsx'
import { PanelSection } from '../parts/PanelSection.tsx'
import { PayerLink } from '../records/PayerLink.tsx'
import { abilityText } from './association.ts'
import { RuleText } from './RuleText.tsx'
import { type Sight, type SightPage, sightText } from './sight.ts'

const PAGE = 25

function SightRow({ sight }: { sight: Sight }) {
  const { payer, sees, rules } = sight
  return (
    <tr>
      <th scope="row" data-label="Payer">
        <div>
          {payer ? (
            <PayerLink payer={{ id: payer.id, name: payer.name, email: payer.email ?? '' }} />
          ) : (
            'A payer that you may not see'
          )}
          {payer && !payer.loginAccess ? <div className="ppa-muted">Login access is off</div> : null}
        </div>
      </th>
      <td data-label="May">
        <Pill size="small" pillStyle={sees ? 'success' : 'error'}>
          {sightText(sight)}
        </Pill>
      </td>
      <td data-label="Rule">
        <ul className="ppa-list">
          {rules.map((rule) => (
            <li key={rule.id}>
              <span className="ppa-muted">{rule.effect === 'exclude' ? 'Excluded by' : abilityText(rule)}:</span>{' '}
              <RuleText association={rule} />
              {rule.endsOn ? <span className="ppa-muted">, until {rule.endsOn}</span> : null}
            </li>
          ))}
        </ul>
      </td>
    </tr>
  )
}

function Answer({ data, onGo }: { data: SightPage; onGo: (page: number) => void }) {
  if (data.status === 'void') return <p className="ppa-empty">This invoice is void: no payer sees it.</p>
  if (data.totalDocs === 0) return <p className="ppa-empty">No payer has an association that includes this invoice.</p>
  return (
    <>
      <div className="ppa-scroll">
        <table className="ppa-table">
          <caption className="ppa-hidden">Payers who can see this invoice</caption>
          <thead>
            <tr>
              <th scope="col">Payer</th>
              <th scope="col">May</th>
              <th scope="col">Because of</th>
            </tr>
          </thead>
          <tbody>
            {data.docs.map((sight, at) => (
              <SightRow key={sight.payer?.id ?? `unknown-${at}`} sight={sight} />
            ))}
          </tbody>
        </table>
      </div>
      <Pages label="Pages of payers" page={data.page} totalPages={data.totalPages} onGo={onGo} />
    </>
  )
}

function Asked({ invoice }: { invoice: number | string }) {
  const [page, setPage] = useState(1)
  const load = useCallback(
    (api: AdminApi, signal: AbortSignal) =>
      api<SightPage>(`/invoices/${encodeURIComponent(String(invoice))}/payers?limit=${PAGE}&page=${page}`, { signal }),
    [invoice, page],
  )
  const { data, error, isLoading } = useLoaded(load)
  return (
    <div aria-busy={isLoading}>
      <LoadState data={data} error={error} />
      {data ? <Answer data={data} onGo={setPage} /> : null}
    </div>
  )
}

/** On an invoice's page: *Who can see this invoice?* It is asked of the server when staff open it. */
export function WhoSees() {
  const { id } = useDocumentInfo()
  const [isOpen, setOpen] = useState(false)
  const heading = useId()
  if (id === undefined) return null
  return (
    <PanelSection headingId={heading}>
      <div className="ppa-head">
        <h3 id={heading}>Who can see this invoice?</h3>
        <Button
          buttonStyle="secondary"
          size="small"
          margin={false}
          extraButtonProps={{ 'aria-expanded': isOpen }}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? 'Hide' : 'Show'}
        </Button>
      </div>
      {isOpen ? <Asked invoice={id} /> : null}
    </PanelSection>
  )
}
