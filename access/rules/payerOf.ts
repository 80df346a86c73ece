import type { PayloadRequest } from 'payload'
import { SLUGS } from '../../src/base/slugs.ts'

/** What a person may do for a payer: `owner` and `manage` everything, `pay` all but people, `view` only look. */
export type PersonRole = 'owner' | 'manage' | 'pay' | 'view'

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
  /** The person of the payer that the caller is. */
  personId: number
  role: PersonRole
  sessionId: number
  /** Set when it is not the payer who looks but a member of staff, read only: then there is no login, person or session. */
  view?: PayerView
}

export type PayerView = {
  id: number
  expiresAt: Date
  staffName: string | null
  staff: { collection: string; id: number | string }
}

/** The caller as a payer, null for anybody else. Staff number 5 is never payer number 5. */
export function payerOf(req: Pick<PayloadRequest, 'user'>): PayerUser | null {
  const user = req.user as unknown as PayerUser | null
  return user?.collection === SLUGS.payers && Number.isSafeInteger(user.id) ? user : null
}
