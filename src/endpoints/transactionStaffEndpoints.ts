import type { Endpoint } from 'payload'
import { refundEndpoint } from './payments/refundEndpoint.ts'

/** What staff do with a transaction. */
export const transactionStaffEndpoints: Endpoint[] = [refundEndpoint]
