import type { CollectionConfig } from 'payload'
import { staffMay } from './rules/staffMay.ts'
import { nobody, staffOnly } from './rules/staffOnly.ts'

/** Associations are the firm's own business: staff read them, and those who may change them. */
export const associationsAccess: NonNullable<CollectionConfig['access']> = {
  create: staffMay('associations.write'),
  read: staffOnly,
  update: staffMay('associations.write'),
  delete: staffMay('associations.write'),
  readVersions: nobody,
}
