import type { PayloadRequest } from 'payload'
import { portalOptions } from '../../src/options/portalOptions.ts'
import type { StaffAction } from '../../src/options/staffActions.ts'
import { isStaff } from './isStaff.ts'

/** Is the caller a member of staff whom the host allows this? */
export function mayAsStaff(req: PayloadRequest, action: StaffAction): boolean {
  const { user } = req
  if (!user || !isStaff(req)) return false
  return portalOptions(req.payload).staffMay({ user: user as unknown as Record<string, unknown>, req, action }) === true
}

/** An access rule: staff whom the host allows this, nobody else. */
export const staffMay =
  (action: StaffAction) =>
  ({ req }: { req: PayloadRequest }): boolean =>
    mayAsStaff(req, action)
