import type { Payload } from 'payload'
import { raiseAttention } from '../attention/raiseAttention.ts'
import { type AuditBy, recordAudit } from '../audit/recordAudit.ts'
import { type Queryable, withTransaction } from '../base/database.ts'
import { createPosting } from '../connect/posting/createPosting.ts'
import { decideSettlement, type HeldReason, type Settlement } from './decideSettlement.ts'
import { mailPayer } from './mailPayer.ts'
import { keepMethod } from './methods/keepMethod.ts'
import { lockTransactionInvoices, movePending } from './movePending.ts'
import type { GatewayPayment } from './PaymentGateway.ts'
import { type PaymentRow, readPaymentRow } from './readPaymentRow.ts'
import { retryOnDeadlock } from './retryOnDeadlock.ts'
import { statesBefore, type TransactionStatus } from './transactionStatuses.ts'

export type Settled = { status: TransactionStatus; held: string | null; moved: boolean }

/** Is some invoice void, less open than its part and than all that is under way for it, or of another currency or account by now, so that this money has no place there? */
const UNPAYABLE = `select 1 from transactions t join transactions_allocations a on a._parent_id = t.id join invoices i on i.id = a.invoice_id
  where t.id = $1 and (i.status = 'void' or i.balance < least(a.amount, coalesce(i.pending, 0)) or i.currency <> t.currency or i.account is distinct from t.account) limit 1`

const MOVE = `update transactions set status = $2::text::enum_transactions_status, held = coalesce($3, held),
    failure_code = $4, failure_message = $5,
    method_type = coalesce($6, method_type), method_brand = coalesce($7, method_brand), method_last4 = coalesce($8, method_last4),
    settled_at = case when $2::text = 'succeeded' then now() else settled_at end, updated_at = now()
  where id = $1 and status::text = any($9::text[]) returning id`

/** A finished payment is looked at no more; a bank debit every hour; anything else as soon as its lease ends. */
const LEASE = `update payer_portal_gateway_payments set gateway_id = coalesce(gateway_id, $2), lease_until = case $3::text
    when 'processing' then now() + interval '1 hour' when 'requires_action' then now() + interval '1 minute' else 'infinity' end
  where transaction_id = $1`

const HELD_MESSAGES: Readonly<Record<HeldReason, string>> = {
  late_success: 'Money arrived for a payment that had failed or was cancelled.',
  amount_mismatch: 'The gateway took another amount or currency than was asked for.',
  invoice_not_payable: 'Money arrived for an invoice that can no longer be paid.',
}

async function move(
  tx: Queryable,
  row: PaymentRow,
  { payment, settlement }: { payment: GatewayPayment; settlement: Settlement },
): Promise<boolean> {
  const failure = settlement.to === 'succeeded' ? null : payment.failure
  const { method } = payment
  const { rowCount } = await tx.query({
    name: 'payment-move',
    text: MOVE,
    values: [
      row.id,
      settlement.to,
      settlement.held,
      failure?.code ?? null,
      failure?.message ?? null,
      method?.type ?? null,
      method?.brand ?? null,
      method?.last4 ?? null,
      statesBefore(settlement.to),
    ],
  })
  if (rowCount === 0) return false
  await tx.query({ name: 'payment-lease', text: LEASE, values: [row.id, payment.id, settlement.to] })
  if (settlement.pending) await movePending(tx, row.id, settlement.pending)
  return true
}

async function onSuccess(tx: Queryable, row: PaymentRow, held: HeldReason | null): Promise<void> {
  // What was taken is not what was asked for: a receipt would say something untrue.
  if (held !== 'amount_mismatch') await mailPayer(tx, { payment: row, kind: 'receipt' })
  if (!held) return createPosting(tx, { transaction: row.id })
  await raiseAttention(tx, { kind: held, subject: row.id, transaction: row.id, message: HELD_MESSAGES[held] })
}

const KINDS = { succeeded: 'payment_succeeded', failed: 'payment_failed', canceled: 'payment_canceled' } as const

/** That a payment ended is what the processor says; who had it cancelled is whoever asked for that. */
async function recordEnd(tx: Queryable, row: PaymentRow, { to, held, by }: Settlement & { by: AuditBy }) {
  const action = to in KINDS ? KINDS[to as keyof typeof KINDS] : null
  if (!action) return
  const { id: transaction, reference, amount, currency, payer } = row
  const data = { transaction, reference, amount, currency, ...(held ? { held } : {}) }
  await recordAudit(tx, { ...(to === 'canceled' ? by : { actor: 'processor' }), action, payer, data })
}

type Said = { payment: GatewayPayment; by: AuditBy }

async function settleLocked(tx: Queryable, row: PaymentRow, { payment, by }: Said): Promise<Settled> {
  const unpayable =
    payment.status === 'succeeded'
      ? await tx.query({ name: 'payment-unpayable', text: UNPAYABLE, values: [row.id] })
      : null
  const settlement = decideSettlement({ row, payment, isPayable: !unpayable?.rowCount })
  if (!settlement || !(await move(tx, row, { payment, settlement })))
    return { status: row.status, held: row.held, moved: false }
  await recordEnd(tx, row, { ...settlement, by })
  if (settlement.to === 'succeeded') await onSuccess(tx, row, settlement.held)
  // Nobody sits in front of the page any more when a bank debit fails days later.
  if (row.status === 'processing' && (settlement.to === 'failed' || settlement.to === 'canceled'))
    await mailPayer(tx, { payment: row, kind: 'payment_failed' })
  if (settlement.to === 'succeeded' || settlement.to === 'processing') await keepMethod(tx, { row, payment })
  return { status: settlement.to, held: settlement.held ?? row.held, moved: true }
}

/**
 * Books what the gateway says about a payment, in one transaction by compare-and-set: repeats, any order
 * and parallel calls end in the same state. On success the receipt and the posting are on their way with
 * the same commit; on failure what was reserved is free again. Money that has no place any more is held
 * with an alert, never dropped. A gateway payment that is not this transaction's changes nothing.
 */
export function settlePayment({
  payload,
  transaction,
  payment,
  by = { actor: 'processor' },
}: {
  payload: Payload
  transaction: number
  payment: GatewayPayment
  /** Who has it ended, for the audit log. */
  by?: AuditBy
}): Promise<Settled> {
  return retryOnDeadlock(() =>
    withTransaction(payload, async (tx) => {
      await lockTransactionInvoices(tx, transaction)
      const row = await readPaymentRow(tx, 'lockedId', transaction)
      if (row?.kind !== 'payment') throw new Error(`Transaction ${transaction} is not a payment.`)
      if (payment.reference !== row.reference || (row.gatewayId ?? payment.id) !== payment.id) {
        return { status: row.status, held: row.held, moved: false }
      }
      return settleLocked(tx, row, { payment, by })
    }),
  )
}
