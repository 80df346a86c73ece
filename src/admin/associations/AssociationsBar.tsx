'use client'

import { Button, useDrawerSlug, useListDrawerContext, useModal } from '@payloadcms/ui'
import { useStaffMay } from '../api/useStaffMay.ts'
import { NamedDrawer } from '../dialog/NamedDrawer.tsx'
import { ImportFile } from '../records/import/ImportFile.tsx'
import { RULES_IMPORT } from '../records/import/importKinds.ts'
import { useImport } from '../records/import/useImport.ts'
import { AdminStyles } from '../styles/AdminStyles.tsx'

function ImportRules({ onClose }: { onClose: () => void }) {
  return (
    <ImportFile
      current={useImport(RULES_IMPORT)}
      onClose={onClose}
      hint={
        <>
          <code>payer</code> (an email or a number) is needed, and at least one of the five from{' '}
          <code>clientNumber</code> to <code>invoiceNumber</code>. Blank: <code>include</code>, <code>pay</code>,{' '}
          <code>full</code>, no end.
        </>
      }
    />
  )
}

/** Above the list of associations: the import. A list to choose from has none of it. */
export function AssociationsBar() {
  const { isInDrawer } = useListDrawerContext()
  const { openModal, closeModal } = useModal()
  const canImport = useStaffMay()('associations.write')
  const slug = useDrawerSlug('import-associations')
  if (isInDrawer || !canImport) return null
  return (
    <div className="ppa-bar">
      <AdminStyles />
      <Button buttonStyle="secondary" size="small" margin={false} onClick={() => openModal(slug)}>
        Import associations (CSV)
      </Button>
      <NamedDrawer slug={slug} title="Import associations">
        <ImportRules onClose={() => closeModal(slug)} />
      </NamedDrawer>
    </div>
  )
}
