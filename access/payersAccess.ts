import type { Access, CollectionConfig } from 'payload'
import { isStaff } from './rules/isStaff.ts'
import { payerOf } from './rules/payerOf.ts'
import { personWhoMay } from './rules/personMay.ts'
import { mayAsStaff, staffMay } from './rules/staffMay.ts'
import { nobody } from './rules/staffOnly.ts'

const self: Access = ({ req }) => {
  const payer = payerOf(req)
  return payer ? { id: { equals: payer.id } } : false
}
const staffOrSelf: Access = (args) => isStaff(args.req) || self(args)
const writerOrManager: Access = (args) =>
  mayAsStaff(args.req, 'payers.write') || (personWhoMay(args.req, 'manage') !== null && self(args))

/** Payers: staff read all and change them where they may; a payer the own record, which those who manage it may change. Nobody enters the admin panel as a payer. */
export const payersAccess: NonNullable<CollectionConfig['access']> = {
  admin: nobody,
  create: staffMay('payers.write'),
  read: staffOrSelf,
  update: writerOrManager,
  delete: staffMay('payers.write'),
  readVersions: nobody,
  unlock: nobody,
}
