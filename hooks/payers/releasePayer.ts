import type { CollectionBeforeDeleteHook } from 'payload'
import { recordAudit } from '../../src/audit/recordAudit.ts'
import { transactionOf } from '../../src/base/database.ts'
import { PortalError } from '../../src/base/errors.ts'
import { endAccess } from '../../src/login/endAccess.ts'
import { refuseWhileUndoable } from '../../src/payers/refuseWhileUndoable.ts'

const HISTORY = `select exists (select 1 from transactions where payer_id = $1)
 or exists (select 1 from payer_portal_payment_methods where payer_id = $1)
 or exists (select 1 from payers where merged_into = $1 or (id = $1 and merged_into is not null)) as kept`

const RULES = 'delete from associations where payer_id = $1'

/** A payer with transactions (and so postings) or payment methods stays, and both sides of a merge; of any other one the login and the associations go with the record. */
export const releasePayer: CollectionBeforeDeleteHook = async ({ id, req }) => {
  const tx = await transactionOf(req)
  const payer = Number(id)
  const { rows } = await tx.query<{ kept: boolean }>({ name: 'payer-history', text: HISTORY, values: [payer] })
  if (rows[0]?.kept) throw new PortalError('payer_has_history')
  await refuseWhileUndoable(tx, [payer])
  await endAccess(tx, { payer, removeLogin: true })
  const { rowCount: associations } = await tx.query({ name: 'payer-rules', text: RULES, values: [payer] })
  await recordAudit(tx, { req, action: 'payer_deleted', payer, data: { associations } })
}
