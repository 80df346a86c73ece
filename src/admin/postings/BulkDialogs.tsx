'use client'

import { useModal } from '@payloadcms/ui'
import { useState } from 'react'
import { useAdminApi } from '../api/useAdminApi.ts'
import { ActionDialog } from '../dialog/ActionDialog.tsx'
import { Select } from '../fields/Select.tsx'
import { TextInput } from '../fields/TextInput.tsx'

export const RETRY_DIALOG = 'payer-portal-postings-retry'
export const REMOVE_DIALOG = 'payer-portal-postings-remove'

export type BulkResult = { id: number; result: 'done' | 'refused'; message?: string }
type Props = { ids: readonly number[]; onDone: (results: BulkResult[], what: string) => void }

const many = (count: number) => (count === 1 ? '1 posting' : `${count} postings`)

function RetryDialog({ ids, onDone }: Props) {
  const api = useAdminApi()
  const [isOpenDay, setOpenDay] = useState(false)
  const confirm = async () => {
    const body = { action: 'retry', ids, ...(isOpenDay ? { whenClosed: 'first_open_day' } : {}) }
    const { results } = await api<{ results: BulkResult[] }>('/postings/bulk', { method: 'POST', body })
    onDone(results, 'Handed to the worker')
  }
  return (
    <ActionDialog
      slug={RETRY_DIALOG}
      heading={`Post ${many(ids.length)} now?`}
      confirmLabel="Post now"
      onConfirm={confirm}
    >
      <p>Each is written to its billing system once, also when it was tried before. Its state shows how it went.</p>
      <label className="ppa-check">
        <input type="checkbox" checked={isOpenDay} onChange={(event) => setOpenDay(event.target.checked)} />
        <span>Where the day of a payment is in a closed period, post it on the first open day.</span>
      </label>
    </ActionDialog>
  )
}

const RELEASES = [
  { value: '', label: 'Please choose' },
  { value: 'already_entered', label: 'It was entered by hand already' },
  { value: 'wont_be_entered', label: 'It will never be entered' },
] as const
const MEANS: Readonly<Record<(typeof RELEASES)[number]['value'], string>> = {
  '': '',
  already_entered: 'The invoices stay reserved until the next read of the billing system brings a balance that has it.',
  wont_be_entered: 'The invoices are due again at once, and can be paid a second time.',
}

function RemoveDialog({ ids, onDone }: Props) {
  const api = useAdminApi()
  const [released, setReleased] = useState<(typeof RELEASES)[number]['value']>('')
  const [reason, setReason] = useState('')
  const confirm = async () => {
    const body = { action: 'remove', ids, released, reason }
    const { results } = await api<{ results: BulkResult[] }>('/postings/bulk', { method: 'POST', body })
    onDone(results, 'Removed')
  }
  return (
    <ActionDialog
      slug={REMOVE_DIALOG}
      heading={`Remove ${many(ids.length)}?`}
      confirmLabel="Remove"
      tone="danger"
      canConfirm={released !== '' && reason.trim() !== ''}
      onConfirm={confirm}
    >
      <p>What is removed is not written to the billing system. This cannot be undone.</p>
      <Select label="Why" options={RELEASES} value={released} onChange={setReleased} />
      {released ? <p className="ppa-warning">{MEANS[released]}</p> : null}
      <TextInput label="Reason, for the record" value={reason} onChange={setReason} />
    </ActionDialog>
  )
}

/** What can be done to the chosen postings. */
export function BulkDialogs(props: Props) {
  const { isModalOpen } = useModal()
  if (isModalOpen(RETRY_DIALOG)) return <RetryDialog {...props} />
  return isModalOpen(REMOVE_DIALOG) ? <RemoveDialog {...props} /> : null
}
