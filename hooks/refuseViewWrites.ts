import type { CollectionBeforeOperationHook } from 'payload'
import { PortalError } from '../src/base/errors.ts'
import { viewAsked } from '../src/views/viewAsked.ts'

const WRITES = new Set(['create', 'update', 'updateByID', 'delete', 'deleteByID', 'restoreVersion'])

/** A member of staff who looks at the portal as a payer changes nothing, with anybody's rights: 403 `view_read_only`. */
export const refuseViewWrites: CollectionBeforeOperationHook = ({ args, operation, overrideAccess, req }) => {
  if (overrideAccess !== true && WRITES.has(operation) && viewAsked(req) !== null)
    throw new PortalError('view_read_only')
  return args
}
