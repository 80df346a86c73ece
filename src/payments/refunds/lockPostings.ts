import type { Queryable } from '../../base/database.ts'

/** Where the posting of a payment, or of something that undoes it, stands. */
export type PostingState = {
  id: number
  transaction_id: number
  status: string
  attempts: number
  removed_reason: string | null
  is_read_back: boolean
}

/** The payment, what undid parts of it, and what undid those in turn. */
const CHAIN = `select t.id from transactions t where t.id = $1 or t.original_id = $1
    or t.original_id in (select u.id from transactions u where u.original_id = $1)
  order by t.id for update`

const POSTINGS = `select id, transaction_id, status, attempts, removed_reason, read_back_at is not null as is_read_back
  from payer_portal_postings where transaction_id = any($1::int[]) order by id for update`

/**
 * Locks a payment with everything that undid it, then their postings: transactions before postings, each in
 * id order. Called with the invoices locked already.
 */
export async function lockPostings(
  tx: Queryable,
  payment: number,
): Promise<{ transactions: number[]; postings: PostingState[] }> {
  const chain = await tx.query<{ id: number }>({ name: 'undo-chain', text: CHAIN, values: [payment] })
  const transactions = chain.rows.map(({ id }) => id)
  const { rows } = await tx.query<PostingState>({ name: 'undo-postings', text: POSTINGS, values: [transactions] })
  return { transactions, postings: rows }
}

/** Staff said that this will never be in the billing system. */
export function isLeftOut(posting: PostingState | undefined): boolean {
  return posting?.status === 'removed' && (posting.removed_reason ?? '').startsWith('wont_be_entered')
}

/** The billing system has it or will get it, and no balance that we hold contains it yet. */
export function isOnItsWay(posting: PostingState | undefined): boolean {
  if (!posting || posting.is_read_back) return false
  return posting.status !== 'removed' || (posting.removed_reason ?? '').startsWith('already_entered')
}
