'use client'

import type { StaffAction } from '../../options/staffActions.ts'
import type { AdminApi } from './useAdminApi.ts'
import { useLoaded } from './useLoaded.ts'

const loadMay = async (api: AdminApi, signal: AbortSignal) =>
  new Set((await api<{ may: StaffAction[] }>('/portal/staff/me', { signal })).may)

/** Whether to offer something to the member of staff; false until the server has said so, and it decides again on each request. */
export function useStaffMay(): (action: StaffAction) => boolean {
  const { data } = useLoaded(loadMay)
  return (action) => data?.has(action) ?? false
}
