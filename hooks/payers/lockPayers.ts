import type { CollectionBeforeOperationHook } from 'payload'
import { lockRows } from '../lockRows.ts'

/** Locks what an update or delete is about before Payload reads it. */
export const lockPayers: CollectionBeforeOperationHook = (hook) => lockRows({ hook, table: 'payers' })
