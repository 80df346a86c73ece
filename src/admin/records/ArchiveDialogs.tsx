'use client'

import { toast } from '@payloadcms/ui'
import { useAdminApi } from '../api/useAdminApi.ts'
import { ActionDialog } from '../dialog/ActionDialog.tsx'
import { type RecordState, recordName } from './recordState.ts'

type Props = { slugOf: (name: string) => string; record: RecordState; onDone: () => Promise<void> }

/** Puts the record away, or brings it back. */
export function ArchiveDialogs({ slugOf, record, onDone }: Props) {
  const api = useAdminApi()
  const name = recordName(record)
  const run = (route: string, message: string) => async () => {
    await api(`/payers/${record.id}/${route}`, { method: 'POST', body: {} })
    toast.success(message)
    await onDone()
  }
  return (
    <>
      <ActionDialog
        slug={slugOf('archive')}
        heading={`Archive ${name}?`}
        confirmLabel="Archive"
        tone="danger"
        onConfirm={run('archive', `${name} is archived.`)}
      >
        <p>
          The login is removed and every session ends at once. The payer leaves the list; the record, its associations,
          saved payment methods and history stay, and the associations show nothing.
        </p>
        <p>You can bring it back at any time, without login access.</p>
      </ActionDialog>
      <ActionDialog
        slug={slugOf('unarchive')}
        heading={`Bring ${name} back?`}
        confirmLabel="Unarchive"
        onConfirm={run('unarchive', `${name} is out of the archive. Login access is off.`)}
      >
        <p>
          The payer is in the list again and its associations count again. Login access stays off until you switch it
          on, and the payer then gets a new welcome mail.
        </p>
      </ActionDialog>
    </>
  )
}
