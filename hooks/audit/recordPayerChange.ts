import type { CollectionAfterChangeHook } from 'payload'
import { AUDITED_PAYER_FIELDS } from '../../src/audit/auditedFields.ts'
import { changedFields } from '../../src/audit/changedFields.ts'
import { hostFields } from '../../src/audit/hostFields.ts'
import { recordAudit } from '../../src/audit/recordAudit.ts'
import { transactionOf } from '../../src/base/database.ts'

const NAMES = AUDITED_PAYER_FIELDS
/** Written by the services, each with an entry of its own, or made from the others. */
const KEPT =
  'id name loginAccess invite archivedAt erasedAt mergedInto mailProblem createdAt updatedAt collection _strategy'
const OURS = new Set<string>([...NAMES, ...KEPT.split(' ')])

const READ = `select email, first_name as "firstName", last_name as "lastName", business_name as "businessName", phone, address,
 (select json_agg(t.text order by t."order") from payers_texts t where t.parent_id = p.id and t.path = 'receiptEmails') as "receiptEmails"
 from payers p where id = $1`

/** Records who created or edited a payer: which fields, and what ours were before and are now. Read back, since what a caller gets may be a part of it. */
export const recordPayerChange: CollectionAfterChangeHook = async ({ data, doc, operation, previousDoc, req }) => {
  const tx = await transactionOf(req)
  const payer = Number(doc.id)
  const { rows } = await tx.query<Record<string, unknown>>({ name: 'audit-payer', text: READ, values: [payer] })
  const isNew = operation === 'create'
  const before = isNew ? null : previousDoc
  const changed = changedFields(NAMES, { before, after: rows[0] ?? {} })
  const others = hostFields({ data, before, ours: OURS })
  if (!changed && others.length === 0) return doc
  const fields = [...(changed?.fields ?? []), ...others]
  await recordAudit(tx, {
    req,
    action: isNew ? 'payer_created' : 'payer_changed',
    payer,
    data: { ...changed, fields },
  })
  return doc
}
