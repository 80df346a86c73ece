import type { Queryable } from '../../base/database.ts'
import { createPosting } from '../../connect/posting/createPosting.ts'
import { movePending } from '../movePending.ts'
import { type PaymentRow, readPaymentRow } from '../readPaymentRow.ts'
import { insertUndo } from './insertUndo.ts'
import { readRefundableLines } from './readRefundableLines.ts'

/**
 * Money that had gone back came again (a dispute was won, a refund did not reach its card): a movement of
 * its own, posted like a payment, and until that is read back it counts as paid. Once per `gatewayId`;
 * answers null on a repeat.
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
  await movePending(tx, id, 'amount')
  await createPosting(tx, { transaction: id })
  return id
}
