import type { PersonRole } from '../../../access/rules/payerOf.ts'

/** The roles that a person can be given. The owner is the person behind the email of the payer's record. */
export const GIVEN_ROLES = ['view', 'pay', 'manage'] as const satisfies readonly PersonRole[]

export type GivenRole = (typeof GIVEN_ROLES)[number]
