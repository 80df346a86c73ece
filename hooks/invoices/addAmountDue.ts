import type { CollectionAfterReadHook } from 'payload'
import { amountDue } from '../../src/payments/amountDue.ts'

/** Adds `amountDue`, which is never stored: it is always made of balance and pending. */
export const addAmountDue: CollectionAfterReadHook = ({ doc }) => {
  if (typeof doc.balance === 'number')
    doc.amountDue = amountDue({
      status: doc.status,
      balance: doc.balance,
      pending: doc.pending ?? 0,
      total: doc.total ?? null,
    })
  return doc
}
