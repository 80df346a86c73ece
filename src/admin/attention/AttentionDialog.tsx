'use client'

import { useCallback, useState } from 'react'
import type { AttentionState } from '../../attention/attentionKinds.ts'
import { type AdminApi, useAdminApi } from '../api/useAdminApi.ts'
import { useLoaded } from '../api/useLoaded.ts'
import { ActionDialog } from '../dialog/ActionDialog.tsx'
import { Select } from '../fields/Select.tsx'
import { TextArea } from '../fields/TextArea.tsx'
import { type AttentionItem, STATE_WORDS } from './attentionItem.ts'

export const ATTENTION_DIALOG = 'payer-portal-attention'
const MAX_NOTE = 2000

/** What is in the dialog; each turn begins with what the item says. */
export type Edited = { item: AttentionItem; turn: number }

type Owner = { id: string; name: string }

const STATES = Object.entries(STATE_WORDS).map(([value, label]) => ({ value: value as AttentionState, label }))
const loadOwners = async (api: AdminApi, signal: AbortSignal) =>
  (await api<{ docs: Owner[] }>('/attention/owners', { signal })).docs

/** Those to whom it can be given; whoever has it stays a choice. */
function ownerOptions(owners: readonly Owner[], current: Owner | null) {
  const known = owners.some(({ id }) => id === current?.id)
  return [
    { value: '', label: 'Nobody' },
    ...[...(current && !known ? [current] : []), ...owners].map(({ id, name }) => ({ value: id, label: name })),
  ]
}

function Fields({ item, onDone }: { item: AttentionItem; onDone: () => Promise<void> }) {
  const api = useAdminApi()
  const owners = useLoaded(loadOwners)
  const [owner, setOwner] = useState(item.owner?.id ?? '')
  const [state, setState] = useState<AttentionState>(item.state)
  const [note, setNote] = useState(item.note ?? '')
  const save = useCallback(async () => {
    const body = {
      note,
      ...(owner === (item.owner?.id ?? '') ? {} : { owner: owner || null }),
      ...(state === item.state ? {} : { state }),
    }
    await api(`/attention/${item.id}`, { method: 'PATCH', body })
    await onDone()
  }, [api, item, note, onDone, owner, state])
  return (
    <ActionDialog slug={ATTENTION_DIALOG} heading={item.title} confirmLabel="Save" onConfirm={save}>
      <p>
        <bdi>{item.message}</bdi>
      </p>
      {owners.error ? <p className="ppa-error">{owners.error}</p> : null}
      <Select label="Owner" options={ownerOptions(owners.data ?? [], item.owner)} value={owner} onChange={setOwner} />
      <Select label="How it stands" options={STATES} value={state} onChange={setState} />
      <TextArea label="Note" value={note} maxLength={MAX_NOTE} onChange={setNote} />
    </ActionDialog>
  )
}

/** Gives an item to somebody, says how it stands, and keeps a note. */
export function AttentionDialog({ edited, onDone }: { edited: Edited | null; onDone: () => Promise<void> }) {
  return edited ? <Fields key={edited.turn} item={edited.item} onDone={onDone} /> : null
}
