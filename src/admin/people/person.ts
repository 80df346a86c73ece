import type { GivenRole } from '../../login/people/personRoles.ts'
import type { InviteStatus } from '../login/loginState.ts'

/** A person of a payer, by `GET /api/payers/:id/people`. */
export type Person = {
  id: number
  email: string
  name: string | null
  role: GivenRole | 'owner'
  hasLogin: boolean
  hasSecondFactor: boolean
  invite: { status: InviteStatus; sentAt: string | null; error: string | null }
  mailProblem: string | null
}

export const ROLE_OPTIONS: readonly { value: GivenRole; label: string; may: string }[] = [
  { value: 'view', label: 'View', may: 'sees invoices and payments' },
  { value: 'pay', label: 'Pay', may: 'also pays and keeps payment methods' },
  { value: 'manage', label: 'Manage', may: 'also keeps the people and the contact details' },
]

/** What a role may do, for people. */
export function roleText(role: Person['role']): string {
  if (role === 'owner') return 'Owner'
  return ROLE_OPTIONS.find(({ value }) => value === role)?.label ?? role
}
