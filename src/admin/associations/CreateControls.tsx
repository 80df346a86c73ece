'use client'

import { Button, toast } from '@payloadcms/ui'
import { useCallback, useState } from 'react'
import { errorMessage } from '../api/errorMessage.ts'
import { useAdminApi } from '../api/useAdminApi.ts'
import { useOnce } from '../api/useOnce.ts'
import type { Choices } from './association.ts'
import { rowTitle, rowToDraft, type SearchRow } from './searchRow.ts'
import type { RowSelection } from './useSelection.ts'

type Props = {
  payer: number | string
  choices: Choices
  severalSources: boolean
  selection: RowSelection
  onCreated: () => Promise<void>
  onClose: () => void
}

type Outcome = { created: SearchRow[]; failures: string[] }

/** One association per row, one after the other; one that fails does not stop the rest. */
async function createAll(rows: readonly SearchRow[], create: (row: SearchRow) => Promise<unknown>): Promise<Outcome> {
  const outcome: Outcome = { created: [], failures: [] }
  for (const row of rows) {
    try {
      await create(row)
      outcome.created.push(row)
    } catch (failure) {
      outcome.failures.push(`${rowTitle(row)}: ${errorMessage(failure)}`)
    }
  }
  return outcome
}

/** What fails stays ticked and says why. */
function useCreate({ payer, choices, severalSources, selection, onCreated, onClose }: Props) {
  const api = useAdminApi()
  const [errors, setErrors] = useState<string[]>([])
  const create = useCallback(async () => {
    const { created, failures } = await createAll(selection.rows, (row) =>
      api('/associations?depth=0', { method: 'POST', body: { payer, ...rowToDraft(row, choices, severalSources) } }),
    )
    selection.set(created, false)
    setErrors(failures)
    if (created.length > 0) {
      toast.success(
        created.length === 1 ? 'The association was created.' : `${created.length} associations were created.`,
      )
      await onCreated()
    }
    if (failures.length === 0) onClose()
  }, [api, choices, onClose, onCreated, payer, selection, severalSources])
  return { ...useOnce(create), errors }
}

/** **Create Association** at the foot of the drawer. */
export function CreateControls(props: Props) {
  const { run, isBusy, errors } = useCreate(props)
  const count = props.selection.rows.length
  return (
    <footer className="ppa-foot">
      <div role="alert">
        {errors.map((text) => (
          <p key={text} className="ppa-error">
            {text}
          </p>
        ))}
      </div>
      <div className="ppa-controls">
        <Button margin={false} disabled={isBusy || count === 0} onClick={() => void run()}>
          {isBusy ? 'Creating …' : 'Create Association'}
        </Button>
        <Button buttonStyle="secondary" margin={false} disabled={isBusy} onClick={props.onClose}>
          Cancel
        </Button>
        <span className="ppa-muted">
          {count === 0 ? 'Search and tick what this payer may see.' : `${count} selected`}
        </span>
      </div>
    </footer>
  )
}
