import type { Queryable } from '../../base/database.ts'
import { createPosting } from '../../connect/posting/createPosting.ts'
import { movePending } from '../movePending.ts'
import { isLeftOut, lockPostings, type PostingState } from './lockPostings.ts'

type Args = {
  /** The payment whose money went back. */
  payment: number
  /** The refund, return or dispute by which it went back. */
  undo: number
  /** Taken back by the bank: due again at once. A refund is due again when the billing system says so. */
  isTakenBack: boolean
}

const REMOVE = `with gone as (
    update payer_portal_postings set status = 'removed', removed_reason = 'undone_before_posting', updated_at = now() where id = any($1::int[]) returning id, transaction_id
  ), noted as (
    insert into payer_portal_posting_moves (posting_id, status, message) select id, 'removed', 'undone_before_posting' from gone
  ) update transactions t set posting_status = 'removed', updated_at = now() from gone where t.id = gone.transaction_id`

/** Nobody has asked the billing system to take it. */
const isUntried = ({ status, attempts }: PostingState): boolean =>
  attempts === 0 && (status === 'pending' || status === 'incomplete')

/** Is it certain that the billing system has never seen this payment? */
function isUnposted(postings: readonly PostingState[]): boolean {
  return postings.every(
    (posting) =>
      isUntried(posting) || (posting.status === 'removed' && !posting.removed_reason?.startsWith('already_entered')),
  )
}

/** Only what has really gone back counts: a refund under way may still fail. */
const WHOLLY = `select t.amount <= coalesce(sum(u.amount - coalesce(r.amount, 0)), 0) as wholly from transactions t
  left join transactions u on u.original_id = t.id and u.kind in ('refund', 'return', 'dispute') and u.status = 'succeeded'
  left join transactions r on r.original_id = u.id and r.kind = 'reversal' and r.status = 'succeeded'
  where t.id = $1 group by t.id`

async function isWhollyUndone(tx: Queryable, payment: number): Promise<boolean> {
  const { rows } = await tx.query<{ wholly: boolean }>({ name: 'undo-wholly', text: WHOLLY, values: [payment] })
  return rows[0]?.wholly ?? false
}

/**
 * What the books have to learn when money went back. All of it before anything was posted: nothing ever
 * is, and nothing is pending. Otherwise the reversal is posted; and when the bank took the money back, the
 * invoice is due again at once: minus the amount, until the reversal is read back. Held money is in no
 * book: what goes back of it is simply not there any more. Runs under the locks of the payment and its
 * invoices.
 */
export async function undoPosting(tx: Queryable, { payment, undo, isTakenBack }: Args): Promise<void> {
  const { transactions, postings } = await lockPostings(tx, payment)
  const own = postings.find(({ transaction_id: id }) => id === payment)
  if (!own) return movePending(tx, undo, 'reverse')
  if (isUnposted(postings) && (await isWhollyUndone(tx, payment))) {
    const untried = postings.filter(isUntried).map(({ id }) => id)
    await tx.query({ name: 'undo-remove', text: REMOVE, values: [untried] })
    for (const transaction of transactions) await movePending(tx, transaction, 'none')
    return
  }
  await createPosting(tx, { transaction: undo })
  if (isTakenBack && !isLeftOut(own)) await movePending(tx, undo, 'reverse')
}
