import type { Access, CollectionConfig } from 'payload'
import { isStaff } from './rules/isStaff.ts'
import { payerOf } from './rules/payerOf.ts'
import { nobody } from './rules/staffOnly.ts'

const staffOrOwn: Access = ({ req }) => {
  if (isStaff(req)) return true
  const payer = payerOf(req)
  return payer ? { payer: { equals: payer.id } } : false
}

/** Transactions are read by staff and by their payer, and written by the payment services alone. */
export const transactionsAccess: NonNullable<CollectionConfig['access']> = {
  create: nobody,
  read: staffOrOwn,
  update: nobody,
  delete: nobody,
  readVersions: nobody,
}
