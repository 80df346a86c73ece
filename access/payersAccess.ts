import type { Access, CollectionConfig } from 'payload'
import { isStaff } from './rules/isStaff.ts'
import { payerOf } from './rules/payerOf.ts'
import { mayAsStaff, staffMay } from './rules/staffMay.ts'
import { nobody } from './rules/staffOnly.ts'

const self: Access = ({ req }) => {
  const payer = payerOf(req)
  return payer ? { id: { equals: payer.id } } : false
}
const staffOrSelf: Access = (args) => isStaff(args.req) || self(args)
const writerOrSelf: Access = (args) => mayAsStaff(args.req, 'payers.write') || self(args)

/** Payers: staff read all and change them where they may; a payer the own record. Nobody enters the admin panel as a payer. */
export const payersAccess: NonNullable<CollectionConfig['access']> = {
  admin: nobody,
  create: staffMay('payers.write'),
  read: staffOrSelf,
  update: writerOrSelf,
  delete: staffMay('payers.write'),
  readVersions: nobody,
  unlock: nobody,
}
