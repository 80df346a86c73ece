import type { Payload } from 'payload'
import { poolOf } from '../../base/database.ts'
import { readAmount } from '../../base/money.ts'
import type { PostingState } from './postingStatuses.ts'

const LIST = {
  name: 'connect-list-postings',
  text: `select p.id, p.transaction_id as transaction, p.source, p.reference, p.status, p.attempts, p.error, p.external_id as "externalId",
      p.posted_at as "postedAt", p.read_back_at as "readBackAt", p.removed_reason as "removedReason", p.created_at as "createdAt", p.updated_at as "updatedAt",
      t.kind::text as kind, t.amount, t.currency
    from payer_portal_postings p join transactions t on t.id = p.transaction_id
    where $1::text is null or p.status = $1
    order by p.id desc limit $2 offset $3`,
}

type Args = { payload: Payload; status: PostingState | null; limit: number; page: number }

/** Postings, the newest first, for staff. */
export async function listPostings({ payload, status, limit, page }: Args) {
  const { rows } = await poolOf(payload).query<Record<string, unknown> & { amount: string }>({
    ...LIST,
    values: [status, limit + 1, (page - 1) * limit],
  })
  const docs = rows.slice(0, limit).map((row) => ({ ...row, amount: readAmount(row.amount) }))
  return { docs, hasNextPage: rows.length > limit, page }
}
