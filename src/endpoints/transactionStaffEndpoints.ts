import type { Endpoint } from 'payload'

/** What staff do with a transaction. */
export const transactionStaffEndpoints: Endpoint[] = []
