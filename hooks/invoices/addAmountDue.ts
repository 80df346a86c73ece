import type { CollectionAfterReadHook } from 'payload'
import { amountDue } from '../../src/payments/amountDue.ts'

/** Adds `amountDue`, which is never stored: it is always balance less pending. */
export const addAmountDue: CollectionAfterReadHook = ({ doc }) => {
  if (typeof doc.balance === 'number')
    doc.amountDue = amountDue({ status: doc.status, balance: doc.balance, pending: doc.pending ?? 0 })
  return doc
}
