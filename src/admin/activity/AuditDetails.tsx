'use client'

import { useDocumentTitle, useField } from '@payloadcms/ui'
import { useEffect } from 'react'
import { AdminStyles } from '../styles/AdminStyles.tsx'
import { activityDetails } from './activityDetails.ts'

/** Names the page by what was done, in words: the stored kind is for programs. */
function useTitleInWords(): void {
  const { value: what } = useField<string | null>({ path: 'what' })
  const { title, setDocumentTitle } = useDocumentTitle()
  useEffect(() => {
    if (!what || title === what) return
    // After the panel has set the stored kind, which it does in the same turn.
    const timer = setTimeout(() => setDocumentTitle(what))
    return () => clearTimeout(timer)
  }, [what, title, setDocumentTitle])
}

/** On an entry's own page: its facts, a line for each. */
export function AuditDetails({ path }: { path: string }) {
  useTitleInWords()
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
