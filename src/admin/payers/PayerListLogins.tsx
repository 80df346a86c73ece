'use client'

import { useListDrawerContext } from '@payloadcms/ui'
import { useStaffMay } from '../api/useStaffMay.ts'
import { AdminStyles } from '../styles/AdminStyles.tsx'
import { BulkInvite } from './BulkInvite.tsx'
import { LoginFilter } from './LoginFilter.tsx'

/** Above the list of payers: a filter by the state of the login, and the invite of many at once. */
export function PayerListLogins() {
  const { isInDrawer } = useListDrawerContext()
  const canManage = useStaffMay()('login.manage')
  if (isInDrawer) return null
  return (
    <div className="ppa-list-tools">
      <AdminStyles />
      <LoginFilter />
      {canManage ? <BulkInvite /> : null}
    </div>
  )
}
