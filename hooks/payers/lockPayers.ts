import type { CollectionBeforeOperationHook } from 'payload'
import { lockRows } from '../lockRows.ts'

/** Locks what an update or delete is about before Payload reads it. */
export const lockPayers: CollectionBeforeOperationHook = async ({ args, operation, req }) => {
  await lockRows({ args: args as { id?: number | string }, operation, req, table: 'payers' })
  return args
}
