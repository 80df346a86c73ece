import type { CollectionBeforeOperationHook, GlobalBeforeOperationHook } from 'payload'
import { refuseForeign } from '../src/login/foreignOrigin.ts'

const WRITES = new Set(['create', 'update', 'updateByID', 'delete', 'deleteByID', 'restoreVersion'])

type Args = Parameters<CollectionBeforeOperationHook>[0] | Parameters<GlobalBeforeOperationHook>[0]

/** Nothing of ours is written because another site made the browser ask for it: 403 `origin_refused`. */
export const refuseForeignWrites = ({ operation, overrideAccess, req }: Args): void => {
  if (overrideAccess !== true && WRITES.has(operation)) refuseForeign(req)
}
