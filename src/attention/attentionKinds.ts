/** What a kind is about, which decides who of the staff may settle it. */
export const ATTENTION_AREAS = ['money', 'systems'] as const
export type AttentionArea = (typeof ATTENTION_AREAS)[number]

type Kind = {
  area: AttentionArea
  /** What staff read of it. */
  title: string
  /**
   * A state of affairs that may go and come again: then its item is opened again. What is not lasting happened once,
   * and stays settled.
   */
  isLasting?: true
}

/** Everything that can need the attention of staff. A later feature adds its kind here and calls `raiseAttention`. */
export const ATTENTION_KINDS = {
  posting: { area: 'money', title: 'Payment not in the books', isLasting: true },
  overpaid: { area: 'money', title: 'Overpaid invoice', isLasting: true },
  late_success: { area: 'money', title: 'Held: money came after all' },
  amount_mismatch: { area: 'money', title: 'Held: another amount was taken' },
  invoice_not_payable: { area: 'money', title: 'Held: the invoice cannot be paid' },
  dispute: { area: 'money', title: 'Disputed payment' },
  return: { area: 'money', title: 'Returned bank debit' },
  dispute_won: { area: 'money', title: 'Dispute won' },
  dispute_again: { area: 'money', title: 'Taken back after a won dispute' },
  refund_unbooked: { area: 'money', title: 'Refund that is not booked' },
  refund_outside: { area: 'money', title: 'Refund made at the processor' },
  refund_failed: { area: 'money', title: 'Refund that failed' },
  event_failed: { area: 'systems', title: "Processor's event not handled" },
  sync_stopped: { area: 'systems', title: 'Stopped sync', isLasting: true },
  sync_failing: { area: 'systems', title: 'Failing billing source', isLasting: true },
  rows_parked: { area: 'systems', title: 'Rows set aside', isLasting: true },
  source_down: { area: 'systems', title: 'Billing source silent at a payment', isLasting: true },
  people_lost: { area: 'systems', title: 'People taken away before an email was put back' },
  mail_failed: { area: 'systems', title: 'Mail that did not arrive', isLasting: true },
} as const satisfies Record<string, Kind>

export type AttentionKind = keyof typeof ATTENTION_KINDS

export const isLasting = (kind: AttentionKind): boolean => 'isLasting' in ATTENTION_KINDS[kind]

/** The states of an item: nobody has it, somebody works on it, it is settled. */
export const ATTENTION_STATES = ['open', 'in_progress', 'done'] as const
export type AttentionState = (typeof ATTENTION_STATES)[number]
