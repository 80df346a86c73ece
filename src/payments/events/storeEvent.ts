import type { Payload } from 'payload'
import { withTransaction } from '../../base/database.ts'
import { enqueueJob } from '../../jobs/enqueueJob.ts'
import type { GatewayEvent } from '../PaymentGateway.ts'
import { withoutPersonalParts } from './withoutPersonalParts.ts'

/** Keeps a delivered event and the job that handles it, in one commit; a repeated delivery changes nothing. Rejects when the commit is not confirmed. */
export async function storeEvent({ payload, event }: { payload: Payload; event: GatewayEvent }): Promise<void> {
  await withTransaction(payload, async (tx) => {
    const { rowCount } = await tx.query({
      name: 'event-store',
      text: 'insert into payer_portal_gateway_events (id, type, about, body) values ($1, $2, $3::jsonb, $4::jsonb) on conflict (id) do nothing',
      values: [
        event.id,
        event.type,
        JSON.stringify(event.about),
        JSON.stringify(withoutPersonalParts(event.raw ?? null)),
      ],
    })
    if (rowCount)
      await enqueueJob(tx, {
        task: 'processGatewayEvent',
        payload: { event: event.id },
        jobKey: `gateway-event-${event.id}`,
      })
  })
}
