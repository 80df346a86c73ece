import type { CollectionBeforeOperationHook } from 'payload'
import { holdMailTurns } from '../../src/login/nextMailAt.ts'
import { lockRows } from '../lockRows.ts'

type Change = { data?: { loginAccess?: unknown } }

/** Locks what an update or delete is about before Payload reads it, and the addresses of those who will be invited. */
export const lockPayers: CollectionBeforeOperationHook = (hook) => {
  const isInviting = (hook.args as Change).data?.loginAccess === true
  return lockRows({ hook, table: 'payers', ...(isInviting ? { more: holdMailTurns } : {}) })
}
