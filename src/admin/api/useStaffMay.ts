'use client'

import type { StaffAction } from '../../options/staffActions.ts'
import { useStaffRights } from './useStaffRights.ts'

/** Whether to offer something to the member of staff; false until the server has said so, and it decides again on each request. */
export const useStaffMay = (): ((action: StaffAction) => boolean) => useStaffRights().may
