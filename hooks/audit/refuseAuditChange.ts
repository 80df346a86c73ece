import type { CollectionBeforeOperationHook } from 'payload'
import { PortalError } from '../../src/base/errors.ts'

const WRITES = new Set(['create', 'update', 'updateByID', 'delete', 'deleteByID', 'restoreVersion'])

/** The audit log is only ever added to, by its services: whoever writes through Payload is refused, with every right. */
export const refuseAuditChange: CollectionBeforeOperationHook = ({ args, operation }) => {
  if (WRITES.has(operation)) throw new PortalError('audit_append_only')
  return args
}
