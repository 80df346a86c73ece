import type { PayloadRequest } from 'payload'
import { portalOptions } from '../../src/options/portalOptions.ts'

/** Is the caller a member of the firm's staff who may work with the portal? */
export function isStaff(req: PayloadRequest): boolean {
  const { user } = req
  if (!user) return false
  const options = portalOptions(req.payload)
  return (
    user.collection === options.staffCollection &&
    options.isStaff({ user: user as unknown as Record<string, unknown>, req }) === true
  )
}
