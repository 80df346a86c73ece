import type { PayloadRequest } from 'payload'
import { isStaff } from './isStaff.ts'
import { personWhoMay } from './personMay.ts'

/** Staff may, and a person who manages the payer; on which record is asked elsewhere. */
export const staffOrManager = ({ req }: { req: PayloadRequest }): boolean =>
  isStaff(req) || personWhoMay(req, 'manage') !== null
