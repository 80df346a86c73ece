'use client'

import { useTranslation } from '@payloadcms/ui'
import { PayerLink } from './PayerLink.tsx'
import { lifeOf, type RecordState } from './recordState.ts'

/** Says that the record was archived, merged or erased, with the way to the one that stays. */
export function RecordBanner({ record }: { record: RecordState }) {
  const { i18n } = useTranslation()
  const life = lifeOf(record)
  const on = (instant: string | null) =>
    instant ? ` on ${new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium' }).format(new Date(instant))}` : ''
  if (life === 'active') return null
  return (
    <div className="ppa-warning ppa-banner" role="status">
      {life === 'archived' ? (
        <>
          <strong>Archived{on(record.archivedAt)}.</strong> Nobody can log in, and its associations show nothing.
          Unarchive it in the menu at the top right.
        </>
      ) : null}
      {life === 'erased' ? (
        <>
          <strong>Erased{on(record.erasedAt)}.</strong> The contact data is gone for good; payments and postings stay
          under this number.
        </>
      ) : null}
      {life === 'merged' ? <strong>Merged{on(record.archivedAt)}.</strong> : null}
      {record.mergedInto ? (
        <>
          {' '}
          Everything of it is with <PayerLink payer={{ id: record.mergedInto }} />.
        </>
      ) : null}
    </div>
  )
}
