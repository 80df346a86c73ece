'use client'

import { toast } from '@payloadcms/ui'
import { useCallback, useState } from 'react'
import { useAdminApi } from '../../api/useAdminApi.ts'
import { ActionDialog } from '../../dialog/ActionDialog.tsx'
import { ConfirmByTyping, isTyped } from '../ConfirmByTyping.tsx'
import { type RecordState, recordName } from '../recordState.ts'
import { MergePreview } from './MergePreview.tsx'
import { PayerSearch } from './PayerSearch.tsx'
import type { FoundPayer } from './usePayerSearch.ts'

type Props = {
  slug: string
  record: RecordState
  /** Called with the payer that stays. */
  onDone: (into: number) => void
}

/** Moves everything of this payer to another one: choose it, see what moves, confirm by typing. */
export function MergeDialog({ slug, record, onDone }: Props) {
  const api = useAdminApi()
  const [into, setInto] = useState<FoundPayer | null>(null)
  const [canMerge, setCanMerge] = useState(false)
  const [typed, setTyped] = useState('')
  const name = recordName(record)
  const choose = useCallback((payer: FoundPayer) => {
    setCanMerge(false)
    setInto(payer)
  }, [])
  const confirm = async () => {
    if (!into) return
    await api(`/payers/${record.id}/merge`, { method: 'POST', body: { into: into.id, dryRun: false } })
    setTyped('')
    setInto(null)
    toast.success(`${name} was merged into ${recordName(into)}.`)
    onDone(into.id)
  }
  return (
    <ActionDialog
      slug={slug}
      heading={`Merge ${name} into another payer`}
      confirmLabel="Merge"
      tone="danger"
      canConfirm={into !== null && canMerge && isTyped({ text: name, value: typed })}
      onConfirm={confirm}
    >
      <p>
        Everything of <strong>{name}</strong> (no. {record.id}) moves to the payer that stays. This record is archived
        and says where it went. A merge cannot be taken back.
      </p>
      <PayerSearch except={record.id} chosen={into} onChoose={choose} />
      {into ? <MergePreview from={record.id} into={into.id} name={recordName(into)} onLooked={setCanMerge} /> : null}
      {canMerge ? <ConfirmByTyping text={name} value={typed} onChange={setTyped} /> : null}
    </ActionDialog>
  )
}
