'use client'

import { useField } from '@payloadcms/ui'
import { AdminStyles } from '../styles/AdminStyles.tsx'
import { activityDetails } from './activityDetails.ts'

/** On an entry's own page: its facts, a line for each. */
export function AuditDetails({ path }: { path: string }) {
  const { value } = useField<Record<string, unknown> | null>({ path })
  const lines = activityDetails(value)
  return (
    <div className="ppa-tab">
      <AdminStyles />
      <h3>Details</h3>
      {lines.length === 0 ? <p className="ppa-muted">Nothing beside that.</p> : null}
      <ul className="ppa-facts">
        {lines.map((line) => (
          <li key={line}>
            <bdi>{line}</bdi>
          </li>
        ))}
      </ul>
    </div>
  )
}
