import type { PayloadRequest } from 'payload'
import { portalOptions } from '../../src/options/portalOptions.ts'
import type { StaffAction } from '../../src/options/staffActions.ts'
import { isStaff } from './isStaff.ts'

type Asked = { user: { collection: string } | null; action: StaffAction }

/** Is this user a member of staff whom the host allows this? */
export function mayUser(req: PayloadRequest, { user, action }: Asked): boolean {
  if (!user || !isStaff({ payload: req.payload, user } as PayloadRequest)) return false
  return portalOptions(req.payload).staffMay({ user: user as unknown as Record<string, unknown>, req, action }) === true
}

/** Is the caller a member of staff whom the host allows this? */
export const mayAsStaff = (req: PayloadRequest, action: StaffAction): boolean =>
  mayUser(req, { user: req.user, action })

/** An access rule: staff whom the host allows this, nobody else. */
export const staffMay =
  (action: StaffAction) =>
  ({ req }: { req: PayloadRequest }): boolean =>
    mayAsStaff(req, action)
