import type { PoolClient } from 'pg'
import type { Queryable } from '../../base/database.ts'
import { enqueueJob } from '../../jobs/enqueueJob.ts'

const OPEN_PAYMENTS = `
select distinct t.id from payer_portal_changes c join transactions_allocations a on a.invoice_id = c.id
join transactions t on t.id = a._parent_id and t.kind = 'payment' and t.status in ('pending', 'requires_action')`

/**
 * In the transaction of the merge: unfinished payments of invoices that changed are looked at again, and end where their payer may
 * not pay these any more. Whoever confirms one meanwhile is asked the same.
 */
export async function recheckPayments(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ id: number }>(OPEN_PAYMENTS)
  for (const { id } of rows)
    await enqueueJob(client as unknown as Queryable, {
      task: 'endUnpayable',
      payload: { transaction: id },
      jobKey: `end-unpayable:${id}`,
    })
}
