import type {
  CollectionAfterChangeHook,
  CollectionBeforeChangeHook,
  CollectionBeforeDeleteHook,
  PayloadRequest,
} from 'payload'
import { changedFields } from '../../src/audit/changedFields.ts'
import { recordAudit } from '../../src/audit/recordAudit.ts'
import { transactionOf } from '../../src/base/database.ts'

export type AuditStaffOptions = {
  /** Fields whose values are recorded before and after, beside the email: those that decide about rights. @default ['roles'] */
  fields?: string[]
}

export type AuditStaffHooks = {
  beforeChange: CollectionBeforeChangeHook[]
  afterChange: CollectionAfterChangeHook[]
  beforeDelete: CollectionBeforeDeleteHook[]
}

const NEW_PASSWORDS = 'payerPortalNewPasswords'

/** Payload drops the password from what later hooks see. */
const notePassword: CollectionBeforeChangeHook = ({ context, data, operation, originalDoc }) => {
  if (operation === 'update' && data.password)
    context[NEW_PASSWORDS] = [...((context[NEW_PASSWORDS] as unknown[]) ?? []), originalDoc?.id]
  return data
}

type Asked = { req: PayloadRequest; collection: string; id: number | string }

/** What is stored, not what the caller may read of it. */
async function readStaff({ req, collection, id }: Asked): Promise<Record<string, unknown>> {
  // system: for the log alone
  const staff = await req.payload.findByID({ collection, id, depth: 0, overrideAccess: true, req })
  return staff as unknown as Record<string, unknown>
}

const recordChange =
  (names: string[]): CollectionAfterChangeHook =>
  async ({ collection, context, doc, operation, previousDoc, req }) => {
    const before = operation === 'create' ? null : (previousDoc as Record<string, unknown>)
    const after = await readStaff({ req, collection: collection.slug, id: doc.id })
    const changed = changedFields(names, { before, after })
    const password = before && (context[NEW_PASSWORDS] as unknown[] | undefined)?.includes(doc.id) ? ['password'] : []
    const fields = [...(changed?.fields ?? []), ...password]
    if (fields.length === 0) return doc
    const action = before ? 'staff_changed' : 'staff_created'
    await recordAudit(await transactionOf(req), { req, action, data: { staff: doc.id, ...changed, fields } })
    return doc
  }

const recordEnd =
  (names: string[]): CollectionBeforeDeleteHook =>
  async ({ collection, id, req }) => {
    const before = await readStaff({ req, collection: collection.slug, id })
    const data = { staff: id, ...changedFields(names, { before }) }
    await recordAudit(await transactionOf(req), { req, action: 'staff_deleted', data })
  }

/**
 * Hooks for the host's own collection of staff: who created, changed or deleted a staff user goes into the audit
 * log, in the same transaction. That a password was set is said, the password never.
 */
export function auditStaff({ fields = ['roles'] }: AuditStaffOptions = {}): AuditStaffHooks {
  const names = [...new Set(['email', ...fields.filter((name) => name !== 'password')])]
  return { beforeChange: [notePassword], afterChange: [recordChange(names)], beforeDelete: [recordEnd(names)] }
}
