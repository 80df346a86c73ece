import type { CollectionBeforeChangeHook } from 'payload'
import { setterOf } from '../../src/associations/setterOf.ts'

/** Writes on an association who set it and who changed it last; what a caller says about that does not count. */
export const signAssociation: CollectionBeforeChangeHook = ({ data, operation, originalDoc, req }) =>
  operation === 'create'
    ? { ...data, createdBy: setterOf(req), updatedBy: null }
    : { ...data, createdBy: originalDoc?.createdBy ?? null, updatedBy: setterOf(req) }
