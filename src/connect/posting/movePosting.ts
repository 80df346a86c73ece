import type { AuditBy } from '../../audit/recordAudit.ts'
import type { Queryable } from '../../base/database.ts'
import type { SourcePosting } from '../BillingSource.ts'
import { staffName } from './noteMove.ts'
import { type PostingState, postingStatesBefore } from './postingStatuses.ts'

type Move = {
  posting: number
  to: PostingState
  /** Why it did not go on; also the line of its history. */
  error?: string | null
  externalId?: string
  removedReason?: string
  /** What the source is about to be asked to write. */
  sent?: SourcePosting
  /** May the billing system have it? @default as it was */
  inDoubt?: boolean
  /** What its history says where there is no error. */
  message?: string
  by?: AuditBy
}

/** The transaction is locked first, as wherever a posting changes, so that nobody waits in a circle. */
const MOVE = `with locked as materialized (
    select t.id from transactions t where t.id = (select transaction_id from payer_portal_postings where id = $1) for update
  ), moved as (
    update payer_portal_postings p set status = $2, error = $3, external_id = coalesce($4, p.external_id), removed_reason = $5,
      sent = coalesce($7::jsonb, p.sent), in_doubt = coalesce($8::boolean, p.in_doubt),
      attempts = p.attempts + case when $2 = 'queued' then 1 else 0 end,
      posted_at = case when $2 = 'posted' then now() else p.posted_at end, updated_at = now()
    from locked where p.id = $1 and p.transaction_id = locked.id and p.status = any($6::text[])
    returning p.transaction_id
  ), mirrored as (
    update transactions t set posting_status = $2::text::enum_transactions_posting_status from moved where t.id = moved.transaction_id
  ), noted as (
    insert into payer_portal_posting_moves (posting_id, status, message, by) select $1, $2, coalesce($3, $5, $9), $10 from moved
  )
  select transaction_id from moved`

/**
 * Moves a posting, the state that its transaction shows, and its history, in one statement by compare-and-set.
 * Returns the transaction's id, or null when the posting was not in a state that allows the move.
 */
export async function movePosting(queryable: Queryable, move: Move): Promise<number | null> {
  const { posting, to, error = null, externalId = null, removedReason = null, sent, inDoubt = null } = move
  const { rows } = await queryable.query<{ transaction_id: number }>({
    name: 'connect-move-posting',
    text: MOVE,
    values: [
      posting,
      to,
      error,
      externalId,
      removedReason,
      postingStatesBefore(to),
      sent ? JSON.stringify(sent) : null,
      inDoubt,
      move.message ?? null,
      staffName(move.by ?? {}),
    ],
  })
  return rows[0]?.transaction_id ?? null
}
