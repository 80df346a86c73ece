'use client'

import { Button, useDocumentInfo, useDrawerSlug, useModal } from '@payloadcms/ui'
import { useStaffMay } from '../api/useStaffMay.ts'
import { AdminStyles } from '../styles/AdminStyles.tsx'
import { AddAssociationDrawer } from './AddAssociationDrawer.tsx'
import { AssociationsTable } from './AssociationsTable.tsx'
import { CopyDrawer } from './CopyDrawer.tsx'
import { PreviewPanel } from './PreviewPanel.tsx'
import { useAssociations } from './useAssociations.ts'
import { useDraft } from './useDraft.ts'
import { usePreview } from './usePreview.ts'

type Props = {
  /** With several billing sources a rule made from a search result names the source. */
  severalSources?: boolean
}

function SavedPayer({ payer, severalSources }: { payer: number | string; severalSources: boolean }) {
  const associations = useAssociations(payer)
  const preview = usePreview(payer, null)
  const { openModal } = useModal()
  const canEdit = useStaffMay()('associations.write')
  const drawer = useDrawerSlug(`add-association-${payer}`)
  const draft = useDraft()
  const waiting = draft.selection.rows.length
  const copies = useDrawerSlug(`copy-associations-${payer}`)
  const all = associations.data?.docs ?? []
  const reload = async () => {
    await Promise.all([associations.reload(), preview.reload()])
  }
  return (
    <>
      <div className="ppa-head">
        <div>
          <h3>Associations</h3>
          <p className="ppa-muted">
            They decide which invoices this payer sees. Includes add up, an exclusion always wins, and with none the
            payer sees nothing.
          </p>
        </div>
        {canEdit ? (
          <div className="ppa-controls ppa-head__buttons">
            <Button margin={false} onClick={() => openModal(drawer)}>
              Add Association (+)
            </Button>
            {all.length > 0 ? (
              <Button buttonStyle="secondary" margin={false} onClick={() => openModal(copies)}>
                Copy to other payers …
              </Button>
            ) : null}
            {waiting > 0 ? <p className="ppa-muted">{waiting} selected, not created yet</p> : null}
          </div>
        ) : null}
      </div>
      <AssociationsTable payer={payer} list={associations} canEdit={canEdit} onChanged={reload} />
      <PreviewPanel heading="What this payer sees now" preview={preview} />
      {canEdit ? (
        <>
          <AddAssociationDrawer
            slug={drawer}
            payer={payer}
            draft={draft}
            severalSources={severalSources}
            onCreated={reload}
          />
          <CopyDrawer slug={copies} payer={payer} associations={all} />
        </>
      ) : null}
    </>
  )
}

/** The tab on a payer's page where staff say which invoices the payer may see and pay. */
export function AssociationsTab({ severalSources = false }: Props) {
  const { id } = useDocumentInfo()
  return (
    <div className="ppa-tab">
      <AdminStyles />
      {id === undefined ? (
        <p className="ppa-empty">Save the payer first, then add associations.</p>
      ) : (
        <SavedPayer payer={id} severalSources={severalSources} />
      )}
    </div>
  )
}
