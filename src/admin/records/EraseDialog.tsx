'use client'

import { toast } from '@payloadcms/ui'
import { useState } from 'react'
import { useAdminApi } from '../api/useAdminApi.ts'
import { ActionDialog } from '../dialog/ActionDialog.tsx'
import { ConfirmByTyping, isTyped } from './ConfirmByTyping.tsx'
import { type RecordState, recordName } from './recordState.ts'

type Props = { slug: string; record: RecordState; onDone: () => Promise<void> }

/** Blanks who the payer is, for good; says first what goes and what the law makes stay. */
export function EraseDialog({ slug, record, onDone }: Props) {
  const api = useAdminApi()
  const [typed, setTyped] = useState('')
  const name = recordName(record)
  const confirm = async () => {
    await api(`/payers/${record.id}/erase`, { method: 'POST', body: { confirm: typed.trim() } })
    setTyped('')
    toast.success('The contact data was erased.')
    await onDone()
  }
  return (
    <ActionDialog
      slug={slug}
      heading="Erase this payer’s contact data?"
      confirmLabel="Erase for good"
      tone="danger"
      canConfirm={isTyped({ text: name, value: typed })}
      onConfirm={confirm}
    >
      <p>
        <strong>Goes, and cannot be brought back:</strong> email, names, phone, address, receipt addresses, people,
        mails, associations, and the customer with saved payment methods at the payment processor. The same for records
        that were merged into this one.
      </p>
      <p>
        <strong>Stays, because books have to be kept:</strong> payments, refunds and what was posted to the billing
        system, under the number {record.id}, and who of your staff did what.
      </p>
      <ConfirmByTyping text={name} value={typed} onChange={setTyped} />
    </ActionDialog>
  )
}
