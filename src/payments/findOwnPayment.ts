import type { Payload } from 'payload'
import { poolOf } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import { type PaymentRow, readPaymentRow } from './readPaymentRow.ts'

/** A payment of this payer. Another payer's answers like one that does not exist: `payment_not_found`. */
export async function findOwnPayment(payload: Payload, payer: number, transaction: number | null): Promise<PaymentRow> {
  const row = transaction === null ? null : await readPaymentRow(poolOf(payload), 'id', transaction)
  if (!row || row.payer !== payer || row.kind !== 'payment') throw new PortalError('payment_not_found')
  return row
}
