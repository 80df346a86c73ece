import type { Payload } from 'payload'
import { recordAudit } from '../audit/recordAudit.ts'
import { withTransaction } from '../base/database.ts'
import type { PortalError } from '../base/errors.ts'
import { lockTransactionInvoices, movePending } from './movePending.ts'
import { retryOnDeadlock } from './retryOnDeadlock.ts'

type Ended = { payer: number; reference: string; amount: number; currency: string }
type Args = { payload: Payload; transaction: number; refusal: PortalError }

/** Without an id of the gateway no charge was asked for, and with this move none can be: `startConfirmation` finds it ended. */
const END = `with ended as (
    update transactions t set status = 'failed', failure_code = $2, failure_message = $3, updated_at = now()
    from payer_portal_gateway_payments g
    where t.id = $1 and g.transaction_id = t.id and t.kind = 'payment' and t.status = 'pending' and g.gateway_id is null and g.confirmed_at is null
    returning t.id, t.payer_id, t.reference, t.amount::float8 as amount, t.currency
  )
  update payer_portal_gateway_payments g set lease_until = 'infinity' from ended where g.transaction_id = ended.id
  returning ended.payer_id as payer, ended.reference, ended.amount, ended.currency`

/** Ends a payment that the gateway refuses to make, and releases what it reserved. Does nothing for one that the gateway has. */
export function endUnmade({ payload, transaction, refusal }: Args): Promise<void> {
  return retryOnDeadlock(() =>
    withTransaction(payload, async (tx) => {
      await lockTransactionInvoices(tx, transaction)
      const { rows } = await tx.query<Ended>({
        name: 'payment-end-unmade',
        text: END,
        values: [transaction, refusal.code, refusal.message],
      })
      const [ended] = rows
      if (!ended) return
      await movePending(tx, transaction, 'none')
      const { payer, ...data } = ended
      await recordAudit(tx, { action: 'payment_failed', actor: 'processor', payer, data: { transaction, ...data } })
    }),
  )
}
