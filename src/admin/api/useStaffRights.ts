'use client'

import type { StaffAction } from '../../options/staffActions.ts'
import type { AdminApi } from './useAdminApi.ts'
import { useLoaded } from './useLoaded.ts'

const loadMay = async (api: AdminApi, signal: AbortSignal) =>
  new Set((await api<{ may: StaffAction[] }>('/portal/staff/me', { signal })).may)

export type StaffRights = {
  /** Has the server said it yet? Until then nothing is offered, and nothing is said to be forbidden. */
  isKnown: boolean
  may: (action: StaffAction) => boolean
}

/** What the member of staff may do; the server decides again on each request. */
export function useStaffRights(): StaffRights {
  const { data } = useLoaded(loadMay)
  return { isKnown: data !== null, may: (action) => data?.has(action) ?? false }
}
