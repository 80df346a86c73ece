import type { Queryable } from '../../base/database.ts'
import { enqueueJob } from '../../jobs/enqueueJob.ts'
import { postingJob } from './postingJob.ts'

const INSERT = `with made as (
    insert into payer_portal_postings (transaction_id, source, reference)
    select t.id, min(i.source), t.reference
    from transactions t join transactions_allocations a on a._parent_id = t.id join invoices i on i.id = a.invoice_id
    where t.id = $1
    group by t.id, t.reference
    on conflict (transaction_id) do nothing
    returning id, transaction_id
  ), mirrored as (
    update transactions t set posting_status = 'pending' from made where t.id = made.transaction_id
  )
  select id from made`

/**
 * Has the succeeded transaction written back to the billing system of its invoices: one posting per
 * transaction, added with its job in the caller's transaction. A repeat, or a transaction without
 * allocations, adds nothing.
 */
export async function createPosting(tx: Queryable, { transaction }: { transaction: number }): Promise<void> {
  const { rows } = await tx.query<{ id: number }>({
    name: 'connect-create-posting',
    text: INSERT,
    values: [transaction],
  })
  const posting = rows[0]?.id
  if (posting === undefined) return
  await enqueueJob(tx, postingJob(posting))
}
