import type { CollectionAfterChangeHook, CollectionBeforeDeleteHook, PayloadRequest } from 'payload'
import { AUDITED_ASSOCIATION_FIELDS } from '../../src/audit/auditedFields.ts'
import type { AuditKind } from '../../src/audit/auditKinds.ts'
import { changedFields } from '../../src/audit/changedFields.ts'
import { hostFields } from '../../src/audit/hostFields.ts'
import { recordAudit } from '../../src/audit/recordAudit.ts'
import { transactionOf } from '../../src/base/database.ts'

const NAMES = AUDITED_ASSOCIATION_FIELDS
const OURS = new Set<string>([...NAMES, 'id', 'createdAt', 'updatedAt', 'createdBy', 'updatedBy'])

const READ = `select payer_id as payer, source, client_number as "clientNumber", client_name as "clientName", matter_number as "matterNumber",
 matter_description as "matterDescription", invoice_number as "invoiceNumber", effect::text, ability::text, detail::text, ends_on as "endsOn"
 from associations where id = $1`

type Rule = Record<string, unknown> & { payer: number | null }

async function readRule(req: PayloadRequest, id: number): Promise<Rule | null> {
  const tx = await transactionOf(req)
  return (await tx.query<Rule>({ name: 'audit-association', text: READ, values: [id] })).rows[0] ?? null
}

const payerIn = (value: unknown): number | null => {
  const id = typeof value === 'object' && value !== null && 'id' in value ? Number(value.id) : Number(value)
  return Number.isSafeInteger(id) && id > 0 ? id : null
}

type Entry = { req: PayloadRequest; action: AuditKind; payers: (number | null)[]; data: Record<string, unknown> }

/** One row; two when a rule moves from one payer to another, since both see other invoices then. */
async function record({ req, action, payers, data }: Entry): Promise<void> {
  const tx = await transactionOf(req)
  for (const payer of new Set(payers)) if (payer !== null) await recordAudit(tx, { req, action, payer, data })
}

/** Records an association that was created or changed, with what it was and is. */
export const recordAssociation: CollectionAfterChangeHook = async ({ data, doc, operation, previousDoc, req }) => {
  const id = Number(doc.id)
  const after = await readRule(req, id)
  if (!after) return doc
  const before =
    operation === 'create' ? null : { ...(previousDoc as Record<string, unknown>), payer: payerIn(previousDoc.payer) }
  const changed = changedFields(NAMES, { before, after })
  const others = hostFields({ data, before, ours: OURS })
  if (!changed && others.length === 0) return doc
  await record({
    req,
    action: before ? 'association_changed' : 'association_created',
    payers: [payerIn(before?.payer ?? null), after.payer],
    data: { association: id, ...changed, fields: [...(changed?.fields ?? []), ...others] },
  })
  return doc
}

/** Records an association that is being deleted, with what it was. */
export const recordAssociationEnd: CollectionBeforeDeleteHook = async ({ id, req }) => {
  const before = await readRule(req, Number(id))
  if (!before) return
  const data = { association: Number(id), ...changedFields(NAMES, { before }) }
  await record({ req, action: 'association_deleted', payers: [before.payer], data })
}
