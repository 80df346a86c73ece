'use client'

import { PayerLink } from './PayerLink.tsx'
import { reasonText, type SamePayer } from './samePayer.ts'

const MOST = 5

/** A hint that this may be the same payer as one of these. */
export function SameList({ payers, newTab = false }: { payers: readonly SamePayer[]; newTab?: boolean }) {
  if (payers.length === 0) return null
  const more = payers.length - MOST
  return (
    <div className="ppa-warning ppa-banner">
      May be the same as{' '}
      {payers.slice(0, MOST).map((payer, at) => (
        <span key={payer.id}>
          {at > 0 ? '; ' : ''}
          <PayerLink payer={payer} newTab={newTab} />, {reasonText(payer.reasons)}
        </span>
      ))}
      {more > 0 ? `; and ${more} more` : ''}.
    </div>
  )
}
