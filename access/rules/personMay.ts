import type { PayloadRequest } from 'payload'
import { type PayerUser, type PersonRole, payerOf } from './payerOf.ts'

/** What a person does for a payer: look at what it owes, pay it, or manage its people and contact data. */
export type PersonAbility = 'view' | 'pay' | 'manage'

const ABILITIES: Readonly<Record<PersonRole, readonly PersonAbility[]>> = {
  view: ['view'],
  pay: ['view', 'pay'],
  manage: ['view', 'pay', 'manage'],
  owner: ['view', 'pay', 'manage'],
}

/** May somebody of this role do this? A role that is not known may nothing. */
export const roleMay = (role: PersonRole, ability: PersonAbility): boolean =>
  ABILITIES[role]?.includes(ability) ?? false

/** The caller as a payer's person who may do this, null for anybody else. */
export function personWhoMay(req: PayloadRequest, ability: PersonAbility): PayerUser | null {
  const payer = payerOf(req)
  return payer && roleMay(payer.role, ability) ? payer : null
}
