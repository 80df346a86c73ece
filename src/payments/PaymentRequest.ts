import type { Allocation } from './allocateOldestFirst.ts'

/** Who pays: the record, and the login that acts for it. */
export type PayingPayer = { id: number; loginId: number }

/** How it is paid: a kept method by our id, or a new one that the gateway holds under a token. */
export type PaymentMethodChoice = { method: number } | { confirmationToken: string; save: boolean }

/** A payment as asked for, checked for shape alone. Amounts in minor units; each invoice named once. */
export type PaymentRequest = {
  amount: number
  currency: string
  allocations: Allocation[]
  choice: PaymentMethodChoice
}
