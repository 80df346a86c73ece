import type { PayloadRequest } from 'payload'
import { clientAddress } from './clientAddress.ts'
import type { SessionOrigin } from './openSession.ts'

/** Where a session comes from, for the payer's own list of devices. */
export const sessionOrigin = (req: PayloadRequest): SessionOrigin => ({
  ip: clientAddress(req),
  userAgent: req.headers.get('user-agent'),
})
