import type { PayloadRequest } from 'payload'
import { SLUGS } from '../../src/base/slugs.ts'

/** The payer record that the caller's session acts for. */
export type PayerUser = {
  id: number
  collection: 'payers'
  email: string
  name: string
  firstName: string | null
  lastName: string | null
  businessName: string | null
  phone: string | null
  address: string | null
  loginId: number
  sessionId: number
}

/** The caller as a payer, null for anybody else. Staff number 5 is never payer number 5. */
export function payerOf(req: PayloadRequest): PayerUser | null {
  const user = req.user as unknown as PayerUser | null
  return user?.collection === SLUGS.payers && Number.isSafeInteger(user.id) ? user : null
}
