import type { PayloadRequest } from 'payload'
import { PortalError } from '../base/errors.ts'
import { findOwnPayment } from './findOwnPayment.ts'
import { recoverPayment } from './recoverPayment.ts'

type Args = { req: PayloadRequest; payer: number; transaction: number | null }

/**
 * Ends an own unfinished payment: at the gateway first, and its reservation is released when the gateway
 * has confirmed. A repeat does nothing. Throws `payment_not_found`, `payment_not_cancelable` when it has
 * ended otherwise or is with the bank, `gateway_unavailable`.
 */
export async function cancelPayment({ req, payer, transaction }: Args): Promise<number> {
  const { payload } = req
  const row = await findOwnPayment(payload, payer, transaction)
  if (row.status === 'canceled') return row.id
  if (row.status !== 'pending' && row.status !== 'requires_action')
    throw new PortalError('payment_not_cancelable', { data: { status: row.status } })
  if (!row.gatewayId && row.isLeased)
    throw new PortalError('payment_not_cancelable', {
      message: 'This payment is being made at this moment. Please try again in a minute.',
    })
  await recoverPayment({ payload, transaction: row.id, mode: 'end', by: { req } })
  const { status } = await findOwnPayment(payload, payer, row.id)
  if (status !== 'canceled' && status !== 'failed')
    throw new PortalError('payment_not_cancelable', { data: { status } })
  return row.id
}
