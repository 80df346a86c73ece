'use client'

import type { ReactNode } from 'react'
import { useDrawerFocus } from '../useDrawerFocus.ts'
import { ImportChoice } from './ImportChoice.tsx'
import { ImportControls } from './ImportControls.tsx'
import { ImportRows } from './ImportRows.tsx'
import { countsText } from './importReport.ts'
import type { Import } from './useImport.ts'

function Progress({ current }: { current: Import }) {
  const { phase, progress } = current
  if (phase !== 'checking' && phase !== 'importing') return null
  const word = phase === 'checking' ? 'checked' : 'done'
  const { done, total } = progress ?? { done: 0, total: 0 }
  return (
    <div className="ppa-progress">
      <progress
        aria-label={phase === 'checking' ? 'Checking' : 'Importing'}
        {...(total ? { max: total, value: done } : {})}
      />
      <span className="ppa-muted">
        {total ? `${done.toLocaleString('en')} of ${total.toLocaleString('en')} rows ${word}` : 'Reading the file …'}
      </span>
    </div>
  )
}

function outcomeText({ kind, phase, result, isPartial }: Import): string {
  if (phase === 'checked' && result) return `Nothing was written yet. Rows: ${countsText(result.rows) || 'none'}.`
  if (phase !== 'done') return ''
  const made = kind.outcome(result?.rows ?? [])
  return isPartial ? `It ended early: ${made} Import the same file again to go on; what exists is left alone.` : made
}

type Props = {
  current: Import
  /** What the columns of the file must be. */
  hint: ReactNode
  onClose: () => void
  /** What it does only when it is ticked. */
  children?: ReactNode
}

/** Choose a file, see the fate of every row, import, see what became of it. */
export function ImportFile({ current, hint, onClose, children }: Props) {
  const { phase, result, error } = current
  const unknown = result?.unknownColumns ?? []
  return (
    <div className="ppa-add" ref={useDrawerFocus()}>
      {phase === 'done' ? null : (
        <ImportChoice current={current} hint={hint}>
          {children}
        </ImportChoice>
      )}
      <div role="alert">{error ? <p className="ppa-error">{error}</p> : null}</div>
      <div role="status">
        <Progress current={current} />
        <p className={phase === 'done' ? 'ppa-outcome' : 'ppa-muted'}>{outcomeText(current)}</p>
      </div>
      {unknown.length > 0 && phase !== 'checking' ? (
        <p className="ppa-warning">Left out, because these columns are not known: {unknown.join(', ')}.</p>
      ) : null}
      {result && (phase === 'checked' || phase === 'done') ? (
        <ImportRows key={phase} rows={result.rows} isDone={phase === 'done'} who={current.kind.who} />
      ) : null}
      <ImportControls current={current} onClose={onClose} />
    </div>
  )
}
