import type { CollectionAfterChangeHook } from 'payload'
import { changedFields } from '../../src/audit/changedFields.ts'
import { hostFields } from '../../src/audit/hostFields.ts'
import { recordAudit } from '../../src/audit/recordAudit.ts'
import { transactionOf } from '../../src/base/database.ts'

const OURS = new Set(['id', 'hold', 'amountDue', 'createdAt', 'updatedAt'])

const READ = 'select hold, number, client_number as "clientNumber" from invoices where id = $1'

type Row = { hold: string | null; number: string | null; clientNumber: string | null }

/** Records a hold that staff placed or lifted, with its reason, and whatever else was changed of an invoice. Syncs and payments do not come by here. */
export const recordInvoiceChange: CollectionAfterChangeHook = async ({ data, doc, operation, previousDoc, req }) => {
  if (operation !== 'update') return doc
  const tx = await transactionOf(req)
  const { rows } = await tx.query<Row>({ name: 'audit-invoice', text: READ, values: [Number(doc.id)] })
  const [row] = rows
  const hold = changedFields(['hold'], { before: previousDoc, after: row ?? {} })
  const others = hostFields({ data, before: previousDoc, ours: OURS })
  if (!row || (!hold && others.length === 0)) return doc
  const holdKind = row.hold ? 'hold_placed' : 'hold_lifted'
  const { number, clientNumber } = row
  await recordAudit(tx, {
    req,
    action: hold ? holdKind : 'invoice_changed',
    data: { invoice: Number(doc.id), number, clientNumber, ...hold, fields: [...(hold?.fields ?? []), ...others] },
  })
  return doc
}
