import type { Payload } from 'payload'
import { concludePayment } from './concludePayment.ts'
import type { CreatedPayment } from './createPayment.ts'
import { endUnpayable } from './endUnpayable.ts'
import { findOwnPayment } from './findOwnPayment.ts'
import { gatewayOf } from './gatewayOf.ts'
import { recoverPayment } from './recoverPayment.ts'

type Args = { payload: Payload; payer: number; transaction: number | null }

/**
 * Goes on with an own unfinished payment: how it stands now, and the secret with which the browser
 * continues when the payer's bank still asks. One whose invoices may not be paid any more is ended instead. Throws `payment_not_found`, `gateway_unavailable`.
 */
export async function resumePayment({ payload, payer, transaction }: Args): Promise<CreatedPayment> {
  const row = await findOwnPayment(payload, payer, transaction)
  const isOpen = row.status === 'requires_action' || row.status === 'processing' || row.status === 'pending'
  if (!isOpen) return { transaction: row.id, clientSecret: null }
  if (row.isExpired) await recoverPayment({ payload, transaction: row.id })
  else if (row.status === 'requires_action') await endUnpayable({ payload, transaction: row.id })
  if (!row.gatewayId) return { transaction: row.id, clientSecret: null }
  const payment = await gatewayOf(payload).retrievePayment({ payment: row.gatewayId, account: row.account })
  const { status } = await concludePayment({ payload, transaction: row.id, payment })
  return { transaction: row.id, clientSecret: status === 'requires_action' ? payment.clientSecret : null }
}
