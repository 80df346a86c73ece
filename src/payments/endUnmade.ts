import type { Payload } from 'payload'
import { withTransaction } from '../base/database.ts'
import type { PortalError } from '../base/errors.ts'
import { lockTransactionInvoices, movePending } from './movePending.ts'
import { retryOnDeadlock } from './retryOnDeadlock.ts'

type Args = { payload: Payload; transaction: number; refusal: PortalError }

/** Without an id of the gateway no charge was asked for, and with this move none can be: `startConfirmation` finds it ended. */
const END = `with ended as (
    update transactions t set status = 'failed', failure_code = $2, failure_message = $3, updated_at = now()
    from payer_portal_gateway_payments g
    where t.id = $1 and g.transaction_id = t.id and t.kind = 'payment' and t.status = 'pending' and g.gateway_id is null and g.confirmed_at is null
    returning t.id
  )
  update payer_portal_gateway_payments g set lease_until = 'infinity' from ended where g.transaction_id = ended.id`

/** Ends a payment that the gateway refuses to make, and releases what it reserved. Does nothing for one that the gateway has. */
export function endUnmade({ payload, transaction, refusal }: Args): Promise<void> {
  return retryOnDeadlock(() =>
    withTransaction(payload, async (tx) => {
      await lockTransactionInvoices(tx, transaction)
      const { rowCount } = await tx.query({
        name: 'payment-end-unmade',
        text: END,
        values: [transaction, refusal.code, refusal.message],
      })
      if (rowCount) await movePending(tx, transaction, 'none')
    }),
  )
}
