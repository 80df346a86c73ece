import type { CollectionBeforeOperationHook } from 'payload'
import { payerOf } from '../../access/rules/payerOf.ts'
import { PortalError } from '../../src/base/errors.ts'

const OWN_FIELDS = new Set(['firstName', 'lastName', 'businessName', 'phone', 'address', 'receiptEmails'])

/** What a payer may change: names, phone, address and receipt addresses of the one record the session acts for. Everything else is refused, not dropped. */
export const limitOwnChanges: CollectionBeforeOperationHook = ({ args, operation, overrideAccess, req }) => {
  const writes = operation === 'create' || operation === 'update' || operation === 'delete'
  if (!writes || overrideAccess === true || !payerOf(req)) return args
  const { id, data } = args as { id?: unknown; data?: unknown }
  const keys = typeof data === 'object' && data !== null && !Array.isArray(data) ? Object.keys(data) : []
  if (operation !== 'update' || id === undefined || keys.some((key) => !OWN_FIELDS.has(key)))
    throw new PortalError('forbidden')
  return args
}
