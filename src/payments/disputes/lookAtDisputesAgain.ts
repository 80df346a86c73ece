import type { Queryable } from '../../base/database.ts'
import { enqueueJob } from '../../jobs/enqueueJob.ts'

const DISPUTES = `select distinct split_part(dedupe_key, ':', 2) as dispute from payer_portal_alerts where transaction_id = $1 and kind in ('dispute', 'return')`

/** As if the gateway had told of it once more, for each refund that failed. */
const STORE = `insert into payer_portal_gateway_events (id, type, about, body)
  values ($1, 'dispute.again', jsonb_build_object('kind', 'dispute', 'id', $2::text), 'null') on conflict (id) do nothing`

/**
 * A refund failed that had seemed to give back what the bank takes back by a dispute: what is left to take of the payment is more now, so each
 * dispute of it is asked for again.
 */
export async function lookAtDisputesAgain(
  tx: Queryable,
  { payment, refund }: { payment: number; refund: number },
): Promise<void> {
  const { rows } = await tx.query<{ dispute: string }>({
    name: 'disputes-of-payment',
    text: DISPUTES,
    values: [payment],
  })
  for (const { dispute } of rows) {
    const event = `again:${dispute}:${refund}`
    const { rowCount } = await tx.query({ name: 'dispute-again', text: STORE, values: [event, dispute] })
    if (rowCount)
      await enqueueJob(tx, { task: 'processGatewayEvent', payload: { event }, jobKey: `gateway-event-${event}` })
  }
}
