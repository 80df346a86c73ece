'use client'

import { Button } from '@payloadcms/ui'
import type { Import } from './useImport.ts'

type Props = { current: Import; onClose: () => void }

/** Starts the import, or says that there is nothing to start. */
function Start({ current }: { current: Import }) {
  const label = current.kind.label(current.result?.rows ?? [])
  if (!label) return <span className="ppa-muted">There is nothing to import in this file.</span>
  return (
    <Button margin={false} onClick={() => void current.start()}>
      {label}
    </Button>
  )
}

/** The buttons at the foot of the import. */
export function ImportControls({ current, onClose }: Props) {
  const { phase } = current
  const isDone = phase === 'done'
  return (
    <div className="ppa-foot">
      <div className="ppa-controls">
        {phase === 'checked' ? <Start current={current} /> : null}
        {phase === 'importing' ? (
          <Button buttonStyle="secondary" margin={false} onClick={current.stop}>
            Stop
          </Button>
        ) : (
          <Button buttonStyle={isDone ? 'primary' : 'secondary'} margin={false} onClick={onClose}>
            {isDone ? 'Done' : 'Cancel'}
          </Button>
        )}
        {isDone ? (
          <Button buttonStyle="secondary" margin={false} onClick={current.reset}>
            Import another file
          </Button>
        ) : null}
      </div>
    </div>
  )
}
