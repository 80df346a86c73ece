import type { Access, CollectionConfig } from 'payload'
import { isStaff } from './rules/isStaff.ts'
import { payerOf } from './rules/payerOf.ts'
import { staffMay } from './rules/staffMay.ts'
import { nobody } from './rules/staffOnly.ts'
import { scopeWhere } from './scope/scopeWhere.ts'

const staffOrInScope: Access = ({ req, id }) => {
  if (isStaff(req)) return true
  const payer = payerOf(req)
  return payer ? scopeWhere({ payload: req.payload, payer: payer.id, invoice: id }) : false
}

/** Invoices come from Connect: staff read them, and those who may set a hold; a payer reads those in scope. */
export const invoicesAccess: NonNullable<CollectionConfig['access']> = {
  create: nobody,
  read: staffOrInScope,
  update: staffMay('invoices.hold'),
  delete: nobody,
  readVersions: nobody,
}
