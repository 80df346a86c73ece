import type { CollectionConfig } from 'payload'
import { nobody, staffOnly } from './rules/staffOnly.ts'

/** Associations are the firm's own business: staff only. */
export const associationsAccess: NonNullable<CollectionConfig['access']> = {
  create: staffOnly,
  read: staffOnly,
  update: staffOnly,
  delete: staffOnly,
  readVersions: nobody,
}
