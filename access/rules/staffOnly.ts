import type { PayloadRequest } from 'payload'
import { isStaff } from './isStaff.ts'

type Args = { req: PayloadRequest }

/** Staff may, nobody else. */
export const staffOnly = ({ req }: Args): boolean => isStaff(req)

/** No caller may: such data changes only through this package's own services. */
export const nobody = (): boolean => false
