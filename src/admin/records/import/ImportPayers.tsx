'use client'

import { useStaffMay } from '../../api/useStaffMay.ts'
import { useDrawerFocus } from '../useDrawerFocus.ts'
import { ImportChoice } from './ImportChoice.tsx'
import { ImportControls } from './ImportControls.tsx'
import { ImportRows } from './ImportRows.tsx'
import { countPayers, countsText, payersText } from './importReport.ts'
import { type Import, useImport } from './useImport.ts'

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

function outcomeText({ phase, result, isPartial }: Import): string {
  if (phase === 'checked' && result) return `Nothing was written yet. Rows: ${countsText(result.rows) || 'none'}.`
  if (phase !== 'done') return ''
  const { created, updated } = countPayers(result?.rows ?? [])
  const made = `${payersText(created)} imported${updated > 0 ? `, ${payersText(updated)} updated` : ''}.`
  return isPartial ? `It ended early: ${made} Import the same file again to go on; what exists is left alone.` : made
}

/** Choose a file, see the fate of every row, import, see what became of it. */
export function ImportPayers({ onClose }: { onClose: () => void }) {
  const current = useImport()
  const mayInvite = useStaffMay()('login.manage')
  const { phase, result, error } = current
  const unknown = result?.unknownColumns ?? []
  return (
    <div className="ppa-add" ref={useDrawerFocus()}>
      {phase === 'done' ? null : <ImportChoice current={current} mayInvite={mayInvite} />}
      <div role="alert">{error ? <p className="ppa-error">{error}</p> : null}</div>
      <div role="status">
        <Progress current={current} />
        <p className={phase === 'done' ? 'ppa-outcome' : 'ppa-muted'}>{outcomeText(current)}</p>
      </div>
      {unknown.length > 0 && phase !== 'checking' ? (
        <p className="ppa-warning">Left out, because these columns are not known: {unknown.join(', ')}.</p>
      ) : null}
      {result && (phase === 'checked' || phase === 'done') ? (
        <ImportRows key={phase} rows={result.rows} isDone={phase === 'done'} />
      ) : null}
      <ImportControls current={current} onClose={onClose} />
    </div>
  )
}
