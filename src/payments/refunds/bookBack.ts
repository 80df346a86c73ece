import { recordAudit } from '../../audit/recordAudit.ts'
import type { Queryable } from '../../base/database.ts'
import { createPosting } from '../../connect/posting/createPosting.ts'
import { movePending } from '../movePending.ts'
import { type PaymentRow, readPaymentRow } from '../readPaymentRow.ts'
import { insertUndo } from './insertUndo.ts'
import { isLeftOut, isOnItsWay, lockPostings } from './lockPostings.ts'
import { readRefundableLines } from './readRefundableLines.ts'

/** What was left out of the books, or is held, comes back the same way: it is not posted. */
async function enter(tx: Queryable, { id, undone }: { id: number; undone: PaymentRow }): Promise<void> {
  const { postings } = await lockPostings(tx, undone.original ?? undone.id)
  const own = postings.find(({ transaction_id: of }) => of === undone.original)
  const taken = postings.find(({ transaction_id: of }) => of === undone.id)
  if (isLeftOut(own) || isLeftOut(taken)) return
  await movePending(tx, id, 'amount')
  if (!own) return
  // Both are on their way to the books: together they change nothing that is due.
  if (isOnItsWay(taken)) await movePending(tx, undone.id, 'reverse')
  await createPosting(tx, { transaction: id })
}

/**
 * Money that had gone back came again (a dispute was won, a refund did not reach its card): a movement of
 * its own, posted like a payment where what it undoes is posted, and until that is read back it counts as
 * paid. Once per `gatewayId`; answers null on a repeat.
 */
export async function bookBack(
  tx: Queryable,
  { undone, gatewayId }: { undone: PaymentRow; gatewayId: string },
): Promise<number | null> {
  if (await readPaymentRow(tx, 'gatewayId', gatewayId)) return null
  const lines = (await readRefundableLines(tx, undone.id)).map(({ invoice, amount }) => ({ invoice, amount }))
  const { id } = await insertUndo(tx, {
    kind: 'reversal',
    status: 'succeeded',
    original: undone,
    lines,
    gatewayId,
    lease: null,
  })
  const amount = lines.reduce((sum, line) => sum + line.amount, 0)
  const data = { transaction: undone.id, reversal: id, amount, currency: undone.currency }
  await recordAudit(tx, { action: 'payment_came_back', actor: 'processor', payer: undone.payer, data })
  await enter(tx, { id, undone })
  return id
}
