'use client'

import { useCallback } from 'react'
import type { AdminApi } from '../../api/useAdminApi.ts'
import { useLoaded } from '../../api/useLoaded.ts'
import { type MergeReport, mergeLines } from './mergeReport.ts'

type Props = { from: number; into: number; name: string; onLooked: (canMerge: boolean) => void }

/** What a merge would move, by the server's dry run. */
export function MergePreview({ from, into, name, onLooked }: Props) {
  const load = useCallback(
    async (api: AdminApi, signal: AbortSignal) => {
      onLooked(false)
      const body = { into, dryRun: true }
      const report = await api<MergeReport>(`/payers/${from}/merge`, { method: 'POST', body, signal })
      onLooked(true)
      return mergeLines(report)
    },
    [from, into, onLooked],
  )
  const { data, error, isLoading } = useLoaded(load)
  return (
    <section className="ppa-panel" aria-label="What moves" aria-live="polite">
      {isLoading ? <p className="ppa-muted">Looking at what moves …</p> : null}
      {error && !isLoading ? <p className="ppa-error">{error}</p> : null}
      {data && !isLoading && !error ? (
        <>
          <h4>Moves to {name}</h4>
          {data.length === 0 ? <p className="ppa-muted">Nothing: this record has nothing to move.</p> : null}
          <ul className="ppa-list">
            {data.map(({ text, isLoss }) => (
              <li key={text} className={isLoss ? 'ppa-loss' : undefined}>
                {text}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  )
}
