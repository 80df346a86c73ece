import type { CollectionConfig } from 'payload'
import { staffMay } from './rules/staffMay.ts'
import { nobody } from './rules/staffOnly.ts'

/** The audit log is read by staff who may, and changed by nobody: the services add to it. */
export const auditAccess: NonNullable<CollectionConfig['access']> = {
  create: nobody,
  read: staffMay('audit.read'),
  update: nobody,
  delete: nobody,
  readVersions: nobody,
}
