'use client'

import { Button } from '@payloadcms/ui'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { errorMessage } from '../api/errorMessage.ts'
import { useOnce } from '../api/useOnce.ts'
import { useEscape } from '../dialog/useEscape.ts'
import { AssociationChoices } from './AssociationChoices.tsx'
import { type Association, type Choices, choicesOf, choicesToData, savedToDraft } from './association.ts'
import { DraftPreview } from './DraftPreview.tsx'
import { RuleText } from './RuleText.tsx'

type Props = {
  payer: number | string
  association: Association
  onSave: (choices: Choices) => Promise<void>
  onClose: () => void
}

/** The row of an association while its effect, ability, detail or end is edited. */
export function AssociationEdit({ payer, association, onSave, onClose }: Props) {
  const [choices, setChoices] = useState(() => choicesOf(association))
  const [error, setError] = useState<string | null>(null)
  const drafted = useMemo(
    () => ({ drafts: [{ ...savedToDraft(association), ...choicesToData(choices) }], replacing: association.id }),
    [association, choices],
  )
  const row = useRef<HTMLTableRowElement>(null)
  useEffect(() => row.current?.querySelector('select')?.focus(), [])
  useEscape(row, onClose)
  const save = useCallback(async () => {
    try {
      await onSave(choices)
      onClose()
    } catch (failure) {
      setError(errorMessage(failure))
    }
  }, [choices, onClose, onSave])
  const { run, isBusy } = useOnce(save)
  return (
    <tr ref={row} className="ppa-row--edit">
      <td colSpan={6}>
        <RuleText association={association} />
        <AssociationChoices choices={choices} onChange={setChoices} />
        <DraftPreview payer={payer} heading="What this payer would see after the change" drafted={drafted} />
        <div role="alert">{error ? <p className="ppa-error">{error}</p> : null}</div>
        <div className="ppa-controls">
          <Button size="small" margin={false} disabled={isBusy} onClick={() => void run()}>
            Save association
          </Button>
          <Button buttonStyle="secondary" size="small" margin={false} disabled={isBusy} onClick={onClose}>
            Cancel
          </Button>
        </div>
      </td>
    </tr>
  )
}
