export const TRANSACTION_KINDS = ['payment', 'refund', 'return', 'dispute', 'reversal'] as const
export type TransactionKind = (typeof TRANSACTION_KINDS)[number]

export const TRANSACTION_STATUSES = [
  'pending',
  'requires_action',
  'processing',
  'succeeded',
  'failed',
  'canceled',
] as const
export type TransactionStatus = (typeof TRANSACTION_STATUSES)[number]

export const CHANNELS = ['portal', 'staff', 'link', 'autopay'] as const
export type Channel = (typeof CHANNELS)[number]

export const POSTING_STATUSES = ['none', 'pending', 'incomplete', 'queued', 'posted', 'failed', 'removed'] as const

/**
 * The allowed moves of a payment, refund or return: from → to. A success is final for the charge
 * itself; money that comes back later is a transaction of its own. `canceled` and `failed` may
 * still turn out `succeeded` at the processor: such money is booked as held, never dropped.
 */
export const TRANSACTION_MOVES: Readonly<Record<TransactionStatus, readonly TransactionStatus[]>> = {
  pending: ['requires_action', 'processing', 'succeeded', 'failed', 'canceled'],
  requires_action: ['processing', 'succeeded', 'failed', 'canceled'],
  processing: ['succeeded', 'failed', 'canceled'],
  succeeded: [],
  failed: ['succeeded'],
  canceled: ['succeeded'],
}

/** The states from which `to` may be reached. */
export function statesBefore(to: TransactionStatus): TransactionStatus[] {
  return TRANSACTION_STATUSES.filter((from) => TRANSACTION_MOVES[from].includes(to))
}
