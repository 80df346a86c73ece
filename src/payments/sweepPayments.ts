import type { Payload } from 'payload'
import { poolOf, withTransaction } from '../base/database.ts'
import { enqueueJob } from '../jobs/enqueueJob.ts'

const LIMIT = 500

const DUE = `select g.transaction_id as transaction, t.kind::text as kind from payer_portal_gateway_payments g join transactions t on t.id = g.transaction_id
  where g.lease_until <= now() and t.status in ('pending', 'requires_action', 'processing') order by g.lease_until limit $1`

/** Only those whose job is lost: one that waits for its next try keeps its growing waits, so that a bad event is no burden. */
const EVENTS = `select e.id from payer_portal_gateway_events e
  where e.processed_at is null and e.received_at < now() - interval '1 minute'
    and not exists (select from graphile_worker.jobs j where j.key = 'gateway-event-' || e.id)
  order by e.received_at limit $1`

/** The net under everything: unfinished payments and refunds that nobody works on, and events that were stored but not handled, get their jobs again. */
export async function sweepPayments({ payload }: { payload: Payload }): Promise<void> {
  const pool = poolOf(payload)
  const { rows } = await pool.query<{ transaction: number; kind: string }>({
    name: 'payments-due',
    text: DUE,
    values: [LIMIT],
  })
  const events = await pool.query<{ id: string }>({
    name: 'events-due',
    text: EVENTS,
    values: [LIMIT],
  })
  if (rows.length === 0 && events.rows.length === 0) return
  await withTransaction(payload, async (tx) => {
    for (const { transaction, kind } of rows) {
      const task = kind === 'payment' ? 'recoverPayment' : 'recoverRefund'
      await enqueueJob(tx, { task, payload: { transaction }, jobKey: `sweep-${task}-${transaction}` })
    }
    for (const { id } of events.rows)
      await enqueueJob(tx, { task: 'processGatewayEvent', payload: { event: id }, jobKey: `gateway-event-${id}` })
  })
}
