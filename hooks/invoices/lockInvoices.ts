import type { CollectionBeforeOperationHook } from 'payload'
import { lockRows } from '../lockRows.ts'

/** Takes the row locks before the document is read, so that writing it back loses no payment's or sync's change. */
export const lockInvoices: CollectionBeforeOperationHook = (hook) => lockRows({ hook, table: 'invoices' })
