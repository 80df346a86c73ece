'use client'

import { PopupList, useDocumentInfo, useModal } from '@payloadcms/ui'
import { useRouter } from 'next/navigation.js'
import { ringPayer } from '../api/payerBell.ts'
import { useStaffMay } from '../api/useStaffMay.ts'
import { ArchiveDialogs } from './ArchiveDialogs.tsx'
import { EraseDialog } from './EraseDialog.tsx'
import { MergeDialog } from './merge/MergeDialog.tsx'
import { usePayerPath } from './PayerLink.tsx'
import { RECORD_ACTIONS, recordActionsFor } from './recordActions.ts'
import { recordDialogSlug } from './recordDialogSlug.ts'
import type { RecordState } from './recordState.ts'
import { useRecordState } from './useRecordState.ts'

/** The menu closes with the press, so focus goes to what opened it: a dialog gives it back there. */
function focusMenuButton(): void {
  document.querySelector<HTMLElement>('.doc-controls__popup .popup-button')?.focus()
}

function Items({ record }: { record: RecordState }) {
  const may = useStaffMay()
  const { openModal } = useModal()
  const open = (name: string) => {
    focusMenuButton()
    openModal(recordDialogSlug(record.id, name))
  }
  return (
    <>
      {recordActionsFor(record, may).map((name) => (
        <PopupList.Button key={name} id={`action-${name}`} onClick={() => open(name)}>
          {RECORD_ACTIONS[name].label}
        </PopupList.Button>
      ))}
    </>
  )
}

function Dialogs({ record }: { record: RecordState }) {
  const router = useRouter()
  const pathOf = usePayerPath()
  const slugOf = (name: string) => recordDialogSlug(record.id, name)
  const refresh = () => {
    ringPayer(record.id)
    router.refresh()
    return Promise.resolve()
  }
  const goTo = (id: number) => {
    ringPayer(record.id)
    router.push(pathOf(id))
  }
  return (
    <>
      <ArchiveDialogs slugOf={slugOf} record={record} onDone={refresh} />
      <EraseDialog slug={slugOf('erase')} record={record} onDone={refresh} />
      <MergeDialog slug={slugOf('merge')} record={record} onDone={goTo} />
    </>
  )
}

/** What staff can do with a payer's record as a whole, in the menu of its page. */
export function RecordMenu() {
  const { id } = useDocumentInfo()
  const { data: record } = useRecordState(id ?? null)
  if (!record) return null
  return (
    <>
      <Items record={record} />
      <Dialogs record={record} />
    </>
  )
}
