import { randomUUID } from 'node:crypto'
import type { Payload } from 'payload'
import type { AuditBy } from '../audit/recordAudit.ts'
import { poolOf } from '../base/database.ts'
import { type ErrorCode, PortalError } from '../base/errors.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { concludePayment } from './concludePayment.ts'
import { endUnmade } from './endUnmade.ts'
import { gatewayOf } from './gatewayOf.ts'
import { makeAtGateway } from './makeAtGateway.ts'
import type { GatewayPayment } from './PaymentGateway.ts'
import { type PaymentRow, readPaymentRow } from './readPaymentRow.ts'
import { isStillPayable } from './startConfirmation.ts'
import type { TransactionStatus } from './transactionStatuses.ts'

/**
 * `look`: find out how it stands, and end it when nobody goes on with it; waits while someone works on it.
 * `end`: end it now if the gateway still lets it be ended.
 */
export type RecoverMode = 'look' | 'end'

type Args = {
  payload: Payload
  transaction: number
  mode?: RecoverMode
  /** Who ends it. @default the system */
  by?: AuditBy
}

const SYSTEM: AuditBy = { actor: 'system' }

const OPEN: readonly TransactionStatus[] = ['pending', 'requires_action', 'processing']

/** These do not say that the gateway refused. */
const UNCLEAR: readonly ErrorCode[] = ['gateway_unavailable', 'payments_unavailable']

/** A bank debit takes days: asking once an hour is enough. */
const PROCESSING_SECONDS = 3600

const LEASE = `update payer_portal_gateway_payments set lease_until = now() + make_interval(secs => $2::int)
  where transaction_id = $1 and ($3::boolean or lease_until <= now())`

/** One at a time: whoever takes the lease works on the payment. */
async function takeLease(payload: Payload, row: PaymentRow, isForced: boolean): Promise<boolean> {
  const seconds = row.status === 'processing' ? PROCESSING_SECONDS : portalOptions(payload).times.paymentLease
  const { rowCount } = await poolOf(payload).query({
    name: 'payment-take-lease',
    text: LEASE,
    values: [row.id, seconds, isForced],
  })
  return rowCount === 1
}

/** Finds the payment that an interrupted call made, or makes one that is never charged. */
const remakeAtGateway = (payload: Payload, { payer, amount, currency, account, reference, saveMethod }: PaymentRow) =>
  makeAtGateway(payload, payer, {
    amount,
    currency,
    account,
    reference,
    saveMethod,
    method: { confirmationToken: '' },
  })

/** Null when the gateway refuses to make it: then there is nothing that could be charged, and it has ended here. */
async function findAtGateway(payload: Payload, row: PaymentRow): Promise<GatewayPayment | null> {
  if (row.gatewayId) return gatewayOf(payload).retrievePayment({ payment: row.gatewayId, account: row.account })
  try {
    return await remakeAtGateway(payload, row)
  } catch (error) {
    if (!(error instanceof PortalError) || UNCLEAR.includes(error.code)) throw error
    await endUnmade({ payload, transaction: row.id, refusal: error })
    return null
  }
}

/** A payment that waits for the payer's bank may wait; one that nobody confirmed any more may not. */
async function mustEnd({
  payload,
  row,
  payment,
  mode,
}: {
  payload: Payload
  row: PaymentRow
  payment: GatewayPayment
  mode: RecoverMode
}): Promise<boolean> {
  if (payment.status === 'requires_method') return true
  if (payment.status !== 'requires_action') return false
  return mode === 'end' || row.isExpired || !(await isStillPayable({ payload, payer: row.payer, transaction: row.id }))
}

/**
 * Brings an unfinished payment into the state that the gateway knows, after a crash, a lost answer or the
 * end of its reservation. What was reserved is released only after the gateway confirmed that nothing can
 * be charged any more. Does nothing for a finished payment. Throws `gateway_unavailable`.
 */
export async function recoverPayment({ payload, transaction, mode = 'look', by = SYSTEM }: Args): Promise<void> {
  const row = await readPaymentRow(poolOf(payload), 'id', transaction)
  if (row?.kind !== 'payment' || !OPEN.includes(row.status)) return
  const isForced = mode === 'end' || (row.isExpired && row.status === 'requires_action')
  if (!(await takeLease(payload, row, isForced))) return
  const payment = await findAtGateway(payload, row)
  if (!payment) return
  const shallEnd = await mustEnd({ payload, row, payment, mode })
  const last = shallEnd
    ? await gatewayOf(payload).cancelPayment({ payment: payment.id, idempotencyKey: randomUUID() })
    : payment
  await concludePayment({ payload, transaction, payment: last, ...(shallEnd ? { by } : {}) })
}
