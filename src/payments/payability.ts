import type { PortalOptions } from '../options/types.ts'
import { amountDue } from './amountDue.ts'

/** Why an invoice cannot be paid by this payer, as codes that the portal explains. */
export const UNPAYABLE_REASONS = [
  'view_only',
  'held',
  'trust',
  'credit',
  'nothing_due',
  'unknown_account',
  'in_progress',
] as const
export type UnpayableReason = (typeof UNPAYABLE_REASONS)[number]

export type PayableFacts = {
  status: string
  balance: number
  pending: number
  total: number | null
  hold: string | null
  account: string | null
  canPay: boolean
}

/**
 * Why this invoice cannot be paid, null when it can. An invoice of a trust account can be paid on its
 * own, as a deposit; what may stand beside it in one payment is checked where payments are made.
 */
export function whyNotPayable(invoice: PayableFacts, accounts: PortalOptions['accounts']): UnpayableReason | null {
  if (invoice.status === 'credit' || invoice.balance < 0) return 'credit'
  // Money that was taken back is due again before the billing system says so.
  if (invoice.status === 'void' || (invoice.balance === 0 && amountDue(invoice) === 0)) return 'nothing_due'
  if (!invoice.canPay) return 'view_only'
  if (invoice.hold) return 'held'
  if (!invoice.account || !Object.hasOwn(accounts, invoice.account)) return 'unknown_account'
  return amountDue(invoice) > 0 ? null : 'in_progress'
}
