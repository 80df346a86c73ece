import type { Access, CollectionConfig } from 'payload'
import { isStaff } from './rules/isStaff.ts'
import { payerOf } from './rules/payerOf.ts'
import { nobody, staffOnly } from './rules/staffOnly.ts'

/** Staff, or the payer's own record. */
const staffOrSelf: Access = ({ req }) => {
  if (isStaff(req)) return true
  const payer = payerOf(req)
  return payer ? { id: { equals: payer.id } } : false
}

/** Payers: staff everything; a payer the own record. Nobody enters the admin panel as a payer. */
export const payersAccess: NonNullable<CollectionConfig['access']> = {
  admin: nobody,
  create: staffOnly,
  read: staffOrSelf,
  update: staffOrSelf,
  delete: staffOnly,
  readVersions: nobody,
  unlock: nobody,
}
