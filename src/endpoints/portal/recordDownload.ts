import type { PayloadRequest } from 'payload'
import { payerOf } from '../../../access/rules/payerOf.ts'
import { recordAudit } from '../../audit/recordAudit.ts'
import { poolOf } from '../../base/database.ts'

/** Writes down that a member of staff, in a view of a payer, takes a document of theirs away. A payer's own download is not recorded. */
export async function recordDownload(req: PayloadRequest, document: Record<string, unknown>): Promise<void> {
  const payer = payerOf(req)
  if (!payer?.view) return
  const data = { view: payer.view.id, ...document }
  await recordAudit(poolOf(req.payload), { req, action: 'document_downloaded', payer: payer.id, data })
}
