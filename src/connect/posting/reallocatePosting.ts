import { randomBytes } from 'node:crypto'
import type { Payload } from 'payload'
import { type AuditBy, recordAudit } from '../../audit/recordAudit.ts'
import { type Queryable, withTransaction } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { isAmount, readAmount } from '../../base/money.ts'
import { enqueueJob } from '../../jobs/enqueueJob.ts'
import { movePosting } from './movePosting.ts'
import { noteMove } from './noteMove.ts'
import { postingJob } from './postingJob.ts'
import { CHOICES_SQL, trustAccounts } from './readPostingDetail.ts'

export type PostingLine = { invoice: number; amount: number }
type Line = PostingLine & { invoiceNumber: string | null }
type Choice = { invoice: number; number: string; most: string }
type Args = { posting: number; lines: readonly PostingLine[] }

const FACTS = `select p.transaction_id as transaction, t.payer_id as payer from payer_portal_postings p join transactions t on t.id = p.transaction_id where p.id = $1`

/** In id order, the payment's own and the chosen ones together. */
const LOCK_INVOICES = `select 1 from invoices where id = any($2::int[])
    or id in (select invoice_id from transactions_allocations where _parent_id = $1) order by id for update`

/** What must hold under the lock: nothing of it is, or may be, in the billing system, and nothing of it went back. */
const MOVABLE = `select 1 from payer_portal_postings p join transactions t on t.id = p.transaction_id
  where p.id = $1 and p.status in ('incomplete', 'failed') and not p.in_doubt and p.read_back_at is null and t.kind = 'payment' and t.status = 'succeeded'
    and not exists (select from transactions u where u.original_id = t.id and u.status not in ('failed', 'canceled'))
  for update of t`

const LINES = `select invoice_id as invoice, invoice_number as "invoiceNumber", amount from transactions_allocations where _parent_id = $1 order by _order`

const CHOSEN = `${CHOICES_SQL} and i.id = any($3::int[])`

/**
 * The payment's parts are on other invoices from here on, and so is what they hold. What its receipt said is kept once,
 * as the payer was told it.
 */
const REPLACE = `with old as (
    select invoice_id, sum(coalesce(pending, 0)) as held from transactions_allocations where _parent_id = $1 group by invoice_id
  ), kept as (
    update transactions t set updated_at = now(), receipt_lines = coalesce(t.receipt_lines, (
      select jsonb_agg(jsonb_build_object('invoice', a.invoice_id, 'invoiceNumber', a.invoice_number, 'amount', a.amount) order by a._order)
      from transactions_allocations a where a._parent_id = $1))
    where t.id = $1
  ), gone as (
    delete from transactions_allocations where _parent_id = $1
  ), lines as (
    select * from unnest($2::int[], $3::text[], $4::numeric[], $5::text[]) with ordinality as l(invoice, number, amount, id, place)
  ), added as (
    insert into transactions_allocations (_order, _parent_id, id, invoice_id, invoice_number, amount, pending)
    select place, $1::int, id, invoice, number, amount, amount from lines
  ), delta as (
    select invoice, sum(amount) as amount from (
      select invoice_id as invoice, -held as amount from old union all select invoice, amount from lines
    ) each group by invoice having sum(amount) <> 0
  )
  update invoices i set pending = coalesce(i.pending, 0) + delta.amount from delta where i.id = delta.invoice`

function checkLines(lines: readonly PostingLine[]): void {
  if (lines.length === 0) throw new PortalError('bad_request', { message: 'Choose at least one invoice.' })
  if (!lines.every(({ amount }) => isAmount(amount) && amount > 0)) throw new PortalError('amount_invalid')
  if (new Set(lines.map(({ invoice }) => invoice)).size < lines.length)
    throw new PortalError('bad_request', { message: 'Name each invoice once.' })
}

const sumOf = (lines: readonly PostingLine[]) => lines.reduce((sum, { amount }) => sum + amount, 0)

/** The chosen lines with their numbers. Throws `invoice_not_payable`, `amount_exceeds_due`. */
function matchChoices(lines: readonly PostingLine[], choices: readonly Choice[]): Line[] {
  const known = new Map(choices.map((choice) => [choice.invoice, choice]))
  return lines.map((line) => {
    const choice = known.get(line.invoice)
    const about = { data: { invoice: line.invoice } }
    if (!choice)
      throw new PortalError('invoice_not_payable', {
        message: 'Choose open invoices of the same client, account and currency.',
        ...about,
      })
    if (line.amount > readAmount(choice.most)) throw new PortalError('amount_exceeds_due', about)
    return { ...line, invoiceNumber: choice.number }
  })
}

type Facts = { transaction: number; payer: number }
type Locked = Args & Facts & { trust: string[] }

/** The lines before and after, both checked under the locks. */
async function prepare(tx: Queryable, { posting, lines, transaction, trust }: Locked) {
  const ids = lines.map(({ invoice }) => invoice)
  await tx.query({ name: 'reallocate-lock', text: LOCK_INVOICES, values: [transaction, ids] })
  const movable = await tx.query({ name: 'reallocate-movable', text: MOVABLE, values: [posting] })
  if (movable.rowCount === 0)
    throw new PortalError('posting_state', {
      message:
        'Only a payment that is not in the billing system, and of which nothing went back, can be moved to other invoices.',
    })
  const { rows } = await tx.query<Line & { amount: string }>({
    name: 'reallocate-lines',
    text: LINES,
    values: [transaction],
  })
  const before = rows.map((line) => ({ ...line, amount: readAmount(line.amount) }))
  if (sumOf(before) !== sumOf(lines)) throw new PortalError('amount_mismatch')
  const chosen = await tx.query<Choice>({ name: 'reallocate-chosen', text: CHOSEN, values: [posting, trust, ids] })
  return { before, after: matchChoices(lines, chosen.rows) }
}

async function reallocate(tx: Queryable, given: Locked, by: AuditBy): Promise<void> {
  const { posting, transaction, payer } = given
  const { before, after } = await prepare(tx, given)
  await tx.query({
    name: 'reallocate-replace',
    text: REPLACE,
    values: [
      transaction,
      after.map(({ invoice }) => invoice),
      after.map(({ invoiceNumber }) => invoiceNumber),
      after.map(({ amount }) => amount),
      after.map(() => randomBytes(12).toString('hex')),
    ],
  })
  if ((await movePosting(tx, { posting, to: 'pending', by })) === null) throw new PortalError('posting_state')
  const numbers = (lines: readonly Line[]) => lines.map(({ invoiceNumber }) => invoiceNumber ?? '').join(', ')
  const message = `From ${numbers(before)} to ${numbers(after)}.`
  await noteMove(tx, { posting, status: 'reallocated', message, by })
  await recordAudit(tx, { ...by, action: 'posting_reallocated', payer, data: { posting, from: before, to: after } })
  await enqueueJob(tx, postingJob(posting))
}

/**
 * Moves the money of a payment that cannot be posted to other open invoices of the same client, account and currency:
 * the same sum to the minor unit, each within its amount due, under the invoices' lock; then has it posted. The payer's
 * receipt stays as it was. Throws `posting_not_found`, `posting_state`, `amount_invalid`, `amount_mismatch`,
 * `amount_exceeds_due`, `invoice_not_payable`.
 */
export async function reallocatePosting(payload: Payload, args: Args, by: AuditBy): Promise<void> {
  checkLines(args.lines)
  await withTransaction(payload, async (tx) => {
    const { rows } = await tx.query<Facts>({ name: 'reallocate-facts', text: FACTS, values: [args.posting] })
    if (!rows[0]) throw new PortalError('posting_not_found')
    await reallocate(tx, { ...args, ...rows[0], trust: trustAccounts(payload) }, by)
  })
}
