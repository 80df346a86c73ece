import type { CollectionAfterReadHook } from 'payload'
import { payerOf } from '../../access/rules/payerOf.ts'
import { declineAdvice } from '../../src/payments/declineAdvice.ts'

/** A payer reads advice in place of the processor's exact reason, which is for staff. */
export const hideGatewayCode: CollectionAfterReadHook = ({ doc, req }) => {
  if (payerOf(req) && doc.failure?.code) doc.failure = declineAdvice(doc.failure.code)
  return doc
}
