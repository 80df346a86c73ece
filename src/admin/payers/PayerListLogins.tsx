'use client'

import { useListDrawerContext } from '@payloadcms/ui'
import { useStaffMay } from '../api/useStaffMay.ts'
import { BulkAssociate } from '../associations/BulkAssociate.tsx'
import { AdminStyles } from '../styles/AdminStyles.tsx'
import { BulkInvite } from './BulkInvite.tsx'
import { LoginFilter } from './LoginFilter.tsx'

/** Above the list of payers: a filter by the state of the login, and what is done with many at once. */
export function PayerListLogins({ severalSources }: { severalSources: boolean }) {
  const { isInDrawer } = useListDrawerContext()
  const may = useStaffMay()
  if (isInDrawer) return null
  return (
    <div className="ppa-list-tools">
      <AdminStyles />
      <LoginFilter />
      <div className="ppa-controls">
        {may('associations.write') ? <BulkAssociate severalSources={severalSources} /> : null}
        {may('login.manage') ? <BulkInvite /> : null}
      </div>
    </div>
  )
}
