'use client'

import { Button, Pill, toast, useModal } from '@payloadcms/ui'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useAdminApi } from '../api/useAdminApi.ts'
import { ActionDialog } from '../dialog/ActionDialog.tsx'
import { AssociationEdit } from './AssociationEdit.tsx'
import { type Association, abilityText, type Choices, choicesToData, conditionsOf, hasEnded } from './association.ts'
import { RuleText } from './RuleText.tsx'
import { SetBy } from './SetBy.tsx'

type Props = {
  payer: number | string
  association: Association
  canEdit: boolean
  onChanged: () => Promise<void>
}

function useRow({ association, onChanged }: Pick<Props, 'association' | 'onChanged'>) {
  const api = useAdminApi()
  const path = `/associations/${encodeURIComponent(String(association.id))}?depth=0`
  const remove = async () => {
    await api(path, { method: 'DELETE' })
    toast.success('The association was removed.')
    await onChanged()
  }
  const save = async (choices: Choices) => {
    await api(path, { method: 'PATCH', body: choicesToData(choices) })
    toast.success('The association was changed.')
    await onChanged()
  }
  return { remove, save }
}

/** Opening and closing the edit; focus comes back to the Edit button. */
function useEditing() {
  const [isEditing, setEditing] = useState(false)
  const edit = useRef<HTMLButtonElement>(null)
  const wasEditing = useRef(false)
  useEffect(() => {
    if (wasEditing.current && !isEditing) edit.current?.focus()
    wasEditing.current = isEditing
  }, [isEditing])
  return { isEditing, setEditing, edit, close: useCallback(() => setEditing(false), []) }
}

const ruleText = (association: Association): string =>
  conditionsOf(association)
    .map(({ label, value }) => `${label} ${value}`)
    .join(' and ')

function ShownRow({ association, canEdit, onEdit, edit, onRemove }: RowProps) {
  const name = (what: string) => `${what}: ${ruleText(association)}`
  const ended = hasEnded(association, new Date().toLocaleDateString('en-CA'))
  return (
    <tr className={ended ? 'ppa-row--ended' : ''}>
      <td data-label="Rule">
        <RuleText association={association} />
      </td>
      <td data-label="Effect">
        <Pill size="small" pillStyle={association.effect === 'exclude' ? 'error' : 'success'}>
          {association.effect === 'exclude' ? 'Exclude' : 'Include'}
        </Pill>
      </td>
      <td data-label="May">{abilityText(association)}</td>
      <td data-label="Ends on">
        {association.endsOn ?? 'No end'}
        {ended ? ' (ended)' : ''}
      </td>
      <td data-label="Set by">
        <SetBy association={association} />
      </td>
      <td className="ppa-actions">
        {canEdit ? (
          <>
            <Button {...SMALL} aria-label={name('Edit')} ref={edit} onClick={onEdit}>
              Edit
            </Button>
            <Button {...SMALL} aria-label={name('Remove')} className="ppa-danger-quiet" onClick={onRemove}>
              Remove
            </Button>
          </>
        ) : null}
      </td>
    </tr>
  )
}

type RowProps = {
  association: Association
  canEdit: boolean
  edit: React.RefObject<HTMLButtonElement | null>
  onEdit: () => void
  onRemove: () => void
}

/** One association: shown, or opened for an edit of what is not its rule. */
export function AssociationRow(props: Props) {
  const { payer, association, canEdit } = props
  const { remove, save } = useRow(props)
  const { isEditing, setEditing, edit, close } = useEditing()
  const { openModal } = useModal()
  const slug = `remove-association-${association.id}`
  if (isEditing) return <AssociationEdit payer={payer} association={association} onSave={save} onClose={close} />
  return (
    <>
      <ShownRow
        association={association}
        canEdit={canEdit}
        edit={edit}
        onEdit={() => setEditing(true)}
        onRemove={() => openModal(slug)}
      />
      <ActionDialog
        slug={slug}
        heading="Remove this association?"
        confirmLabel="Remove"
        tone="danger"
        onConfirm={remove}
      >
        <p>
          {ruleText(association)}.{' '}
          {association.effect === 'exclude' ? 'What it hides can be seen again, if an include matches it.' : REMOVED}
        </p>
      </ActionDialog>
    </>
  )
}

const SMALL = { buttonStyle: 'secondary', size: 'small', margin: false } as const

const REMOVED =
  'The payer no longer sees what only this rule includes, from the next request on. Payments that were made stay in the history.'
