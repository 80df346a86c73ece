import { STAFF_ACTIONS, type StaffAction } from '../../src/options/staffActions.ts'
import type { PayerPortalOptions } from '../../src/options/types.ts'

/** The roles of a firm's staff; whoever has none of them looks and changes nothing. */
export const STAFF_ROLES = ['admin', 'manager', 'collector', 'readonly'] as const
export type StaffRole = (typeof STAFF_ROLES)[number]

/** What each role may do beyond looking. */
const MATRIX: Readonly<Record<StaffRole, readonly StaffAction[]>> = {
  admin: STAFF_ACTIONS,
  manager: [
    'payers.write',
    'login.manage',
    'payers.viewAs',
    'associations.write',
    'invoices.hold',
    'payments.take',
    'payments.refund',
    'connect.sync',
    'attention.settle',
    'attention.systems',
    'audit.read',
  ],
  collector: ['payments.take', 'attention.settle'],
  readonly: [],
}

const isRole = (value: unknown): value is StaffRole => (STAFF_ROLES as readonly unknown[]).includes(value)

/**
 * An answer to the option `staffMay` by the roles of a member of staff: `field` of the staff collection
 * holds one of `STAFF_ROLES`, or several, which add up. No role, or an unknown one, may only look.
 */
export const staffRoles =
  ({ field = 'roles' }: { field?: string } = {}): NonNullable<PayerPortalOptions['staffMay']> =>
  ({ user, action }) =>
    [user[field]]
      .flat()
      .filter(isRole)
      .some((role) => MATRIX[role].includes(action))
