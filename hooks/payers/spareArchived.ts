import type { CollectionBeforeOperationHook, Where } from 'payload'
import { withoutArchived } from '../../src/payers/hideArchived.ts'

/** A change of many by a filter leaves archived payers alone, as the list does, unless the filter asks for them or names each. */
export const spareArchived: CollectionBeforeOperationHook = ({ args, operation, overrideAccess }) => {
  const { id, where } = args as { id?: unknown; where?: Where }
  if ((operation !== 'update' && operation !== 'delete') || overrideAccess === true) return args
  return where && id === undefined ? { ...args, where: withoutArchived(where) } : args
}
