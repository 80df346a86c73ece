import type { CollectionBeforeChangeHook } from 'payload'
import { PortalError } from '../../src/base/errors.ts'

/** What was erased is not written again. */
export const keepErased: CollectionBeforeChangeHook = ({ data, originalDoc }) => {
  if (originalDoc?.erasedAt) throw new PortalError('payer_erased')
  return data
}
