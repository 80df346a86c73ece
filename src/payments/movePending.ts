import type { Queryable } from '../base/database.ts'

/** What a transaction's allocations shall hold of their invoices: nothing, their amount, or the reverse of it. */
export type PendingTarget = 'none' | 'amount' | 'reverse'

const TARGETS: Readonly<Record<PendingTarget, string>> = { none: '0', amount: 'amount', reverse: '-amount' }

const move = (target: PendingTarget): string => `with held as (
    select id, invoice_id, coalesce(pending, 0) as was, ${TARGETS[target]} as will from transactions_allocations where _parent_id = $1
  ), moved as (
    update transactions_allocations a set pending = held.will from held where a.id = held.id and held.will <> held.was
  ), delta as (
    select invoice_id, sum(will - was) as amount from held group by invoice_id
  )
  update invoices i set pending = coalesce(i.pending, 0) + delta.amount from delta where i.id = delta.invoice_id and delta.amount <> 0`

/**
 * Sets what the transaction's allocations hold, and moves its invoices' pending by the difference in
 * the same statement. The invoices have to be locked already (`lockTransactionInvoices`).
 */
export async function movePending(tx: Queryable, transaction: number, target: PendingTarget): Promise<void> {
  await tx.query({ name: `payment-pending-${target}`, text: move(target), values: [transaction] })
}

/** Locks the invoices of a transaction in id order: always before the transaction itself, so that nobody waits in a circle. */
export async function lockTransactionInvoices(tx: Queryable, transaction: number): Promise<void> {
  await tx.query({
    name: 'payment-lock-own-invoices',
    text: `select 1 from invoices where id in (select invoice_id from transactions_allocations where _parent_id = $1) order by id for update`,
    values: [transaction],
  })
}
