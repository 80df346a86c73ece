import type { Payload } from 'payload'
import { resolveAttention } from '../../attention/resolveAttention.ts'
import { type AuditBy, recordAudit } from '../../audit/recordAudit.ts'
import { poolOf, type Queryable, withTransaction } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { movePosting } from './movePosting.ts'
import { payerOfPosting } from './payerOfPosting.ts'
import { postingStatesBefore, type Release } from './postingStatuses.ts'
import { readPosting } from './readPosting.ts'

type Removal = { posting: number; release: Release; reason: string }

const LOCK_INVOICES = `select 1 from invoices where id in (
    select a.invoice_id from transactions_allocations a join payer_portal_postings p on p.transaction_id = a._parent_id where p.id = $1
  ) order by id for update`

const release = (what: 'all' | 'negative') => `with held as (
    select id, invoice_id, pending from transactions_allocations where _parent_id = $1 and coalesce(pending, 0) ${what === 'all' ? '<>' : '<'} 0
  ), released as (
    update transactions_allocations a set pending = 0 from held where a.id = held.id
  ), sums as (
    select invoice_id, sum(pending) as amount from held group by invoice_id
  )
  update invoices i set pending = coalesce(i.pending, 0) - sums.amount from sums where i.id = sums.invoice_id`

const MARK_RELEASED = `update payer_portal_postings set read_back_at = now() where id = $1`

const UNDOING = `select p.id as posting from payer_portal_postings p join transactions t on t.id = p.transaction_id
  where t.original_id = $1 and p.status = any($2::text[]) and not p.in_doubt order by t.id`

/** What undoes something that is in no book is in no book either: it goes in the same commit, so that nobody is asked to pay by it. */
async function takeOutUndoing(tx: Queryable, transaction: number): Promise<void> {
  const { rows } = await tx.query<{ posting: number }>({
    name: 'connect-undoing-postings',
    text: UNDOING,
    values: [transaction, postingStatesBefore('removed')],
  })
  const reason = 'What this undoes was taken out.'
  for (const { posting } of rows)
    await takeOut(tx, { posting, release: 'wont_be_entered', reason }, { actor: 'connect' })
}

async function takeOut(tx: Queryable, { posting, release: kind, reason }: Removal, by: AuditBy): Promise<boolean> {
  // Invoices first, in id order, as every transaction that moves money does it.
  await tx.query({ name: 'connect-lock-posting-invoices', text: LOCK_INVOICES, values: [posting] })
  const transaction = await movePosting(tx, { posting, to: 'removed', removedReason: `${kind}: ${reason}`, by })
  if (transaction === null) return false
  if (kind === 'wont_be_entered') {
    await tx.query({ name: 'connect-release-posting', text: release('all'), values: [transaction] })
    await tx.query({ name: 'connect-mark-released', text: MARK_RELEASED, values: [posting] })
    await takeOutUndoing(tx, transaction)
  } else {
    // A balance that we hold may have it already: what went back is not counted as due again a second time.
    await tx.query({ name: 'connect-release-negative', text: release('negative'), values: [transaction] })
  }
  await resolveAttention(tx, { kind: 'posting', subject: posting })
  const payer = await payerOfPosting(tx, posting)
  await recordAudit(tx, { ...by, action: 'posting_removed', payer, data: { posting, release: kind, reason } })
  return true
}

/** Connect takes a posting out if its state allows that; says whether it did. */
export function takeOutPosting(payload: Payload, removal: Removal): Promise<boolean> {
  return withTransaction(payload, (tx) => takeOut(tx, removal, { actor: 'connect' }))
}

/**
 * Staff take a posting out. `already_entered`: somebody entered it by hand, so its invoices stay
 * reserved until a read that begins after this. `wont_be_entered`: nothing will be entered, so they
 * are due again at once. Throws `posting_not_found`, `posting_state`.
 */
export async function removePosting(payload: Payload, { req, actor, ...removal }: Removal & AuditBy): Promise<void> {
  if (!(await readPosting(poolOf(payload) as Queryable, removal.posting))) throw new PortalError('posting_not_found')
  await withTransaction(payload, async (tx) => {
    if (!(await takeOut(tx, removal, { ...(req ? { req } : {}), ...(actor ? { actor } : {}) })))
      throw new PortalError('posting_state')
  })
}
