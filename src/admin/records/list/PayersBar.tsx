'use client'

import { Button, useDrawerSlug, useListDrawerContext, useListQuery, useModal } from '@payloadcms/ui'
import { useStaffMay } from '../../api/useStaffMay.ts'
import { Select } from '../../fields/Select.tsx'
import { AdminStyles } from '../../styles/AdminStyles.tsx'
import { ImportDrawer } from '../import/ImportDrawer.tsx'
import { type ArchivedShown, shownBy, withShown } from './archivedFilter.ts'
import { DuplicatesDrawer } from './DuplicatesDrawer.tsx'

const SHOWN = [
  { value: 'active', label: 'Without archived payers' },
  { value: 'archived', label: 'Archived payers' },
  { value: 'all', label: 'All payers' },
] as const

function ArchivedFilter() {
  const { query, handleWhereChange } = useListQuery()
  const change = (shown: ArchivedShown) => void handleWhereChange?.(withShown(query.where, shown) ?? {})
  return <Select label="Show archived" options={SHOWN} value={shownBy(query.where)} onChange={change} />
}

/** Above the list of payers: archived ones, doubles, and the import. A list to choose from has none of it. */
export function PayersBar() {
  const { isInDrawer } = useListDrawerContext()
  const { openModal } = useModal()
  const canImport = useStaffMay()('payers.write')
  const [imports, doubles] = [useDrawerSlug('import-payers'), useDrawerSlug('payer-duplicates')]
  if (isInDrawer) return null
  return (
    <div className="ppa-bar">
      <AdminStyles />
      <ArchivedFilter />
      <div className="ppa-controls">
        <Button buttonStyle="secondary" size="small" margin={false} onClick={() => openModal(doubles)}>
          Possible duplicates
        </Button>
        {canImport ? (
          <Button buttonStyle="secondary" size="small" margin={false} onClick={() => openModal(imports)}>
            Import payers (CSV)
          </Button>
        ) : null}
      </div>
      <DuplicatesDrawer slug={doubles} />
      {canImport ? <ImportDrawer slug={imports} /> : null}
    </div>
  )
}
