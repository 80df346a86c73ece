import type { Payload } from 'payload'
import { poolOf } from '../base/database.ts'
import { readPaymentRow } from './readPaymentRow.ts'
import { recoverPayment } from './recoverPayment.ts'
import { isStillPayable } from './startConfirmation.ts'

/** Ends an unfinished payment whose payer may not pay its invoices any more, if it can still be ended. Repeatable. Throws `gateway_unavailable`. */
export async function endUnpayable({ payload, transaction }: { payload: Payload; transaction: number }): Promise<void> {
  const row = await readPaymentRow(poolOf(payload), 'id', transaction)
  if (row?.status !== 'pending' && row?.status !== 'requires_action') return
  if (await isStillPayable({ payload, payer: row.payer, transaction })) return
  await recoverPayment({ payload, transaction, mode: 'end' })
}
