'use client'

import { Button, toast } from '@payloadcms/ui'
import { useCallback, useState } from 'react'
import { errorMessage } from '../api/errorMessage.ts'
import { useAdminApi } from '../api/useAdminApi.ts'
import { useOnce } from '../api/useOnce.ts'
import type { Draft } from './association.ts'
import { type BulkOutcome, MOST_RULES } from './bulk.ts'

type Props = {
  payer: number | string
  drafts: readonly Draft[]
  onCreated: () => Promise<void>
  onClose: () => void
}

/** What was created and what was there, in words. */
function createdText({ added, same }: BulkOutcome): string {
  const there = same > 0 ? ` ${same} ${same === 1 ? 'was' : 'were'} there already.` : ''
  if (added === 0) return 'Nothing was created: this payer has all of them already.'
  return `${added === 1 ? 'The association was created.' : `${added} associations were created.`}${there}`
}

/** All of them or none: what fails stays ticked and says why. */
function useCreate({ payer, drafts, onCreated, onClose }: Props) {
  const api = useAdminApi()
  const [error, setError] = useState<string | null>(null)
  const create = useCallback(async () => {
    setError(null)
    try {
      const body = { payers: [Number(payer)], associations: drafts, dryRun: false }
      const { results } = await api<{ results: BulkOutcome[] }>('/associations/bulk', { method: 'POST', body })
      const [outcome] = results
      if (!outcome || (outcome.result !== 'added' && outcome.result !== 'same'))
        return setError(outcome?.reason ?? 'The associations could not be created.')
      toast.success(createdText(outcome))
      await onCreated()
      onClose()
    } catch (failure) {
      setError(errorMessage(failure))
    }
  }, [api, drafts, onClose, onCreated, payer])
  return { ...useOnce(create), error }
}

function hintOf(count: number): string {
  if (count === 0) return 'Search and tick what this payer may see.'
  return count > MOST_RULES ? `At most ${MOST_RULES} at once.` : `${count} selected`
}

/** **Create Association** at the foot of the drawer. */
export function CreateControls(props: Props) {
  const { run, isBusy, error } = useCreate(props)
  const count = props.drafts.length
  return (
    <footer className="ppa-foot">
      <div role="alert">{error ? <p className="ppa-error">{error}</p> : null}</div>
      <div className="ppa-controls">
        <Button margin={false} disabled={isBusy || count === 0 || count > MOST_RULES} onClick={() => void run()}>
          {isBusy ? 'Creating …' : 'Create Association'}
        </Button>
        <Button buttonStyle="secondary" margin={false} disabled={isBusy} onClick={props.onClose}>
          Cancel
        </Button>
        <span className="ppa-muted">{hintOf(count)}</span>
      </div>
    </footer>
  )
}
