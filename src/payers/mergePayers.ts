import type { Payload } from 'payload'
import { type Queryable, withTransaction } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import { retryOnDeadlock } from '../payments/retryOnDeadlock.ts'
import { type MovedMethods, moveMethods } from './moveMethods.ts'
import { type MovedPeople, movePeople } from './movePeople.ts'
import { lockPayerLives, type PayerLife } from './payerLife.ts'
import { refuseWhilePaying } from './refuseWhilePaying.ts'

export type MergeReport = {
  associations: { moved: number; dropped: number }
  transactions: number
  postings: number
  mails: number
  receiptEmails: number
  paymentMethods: MovedMethods
  people: MovedPeople
}

export type Merge = { from: number; into: number }

const FROZEN = `select 1 from payer_portal_email_changes where payer_id = any($1::int[]) and confirmed_at is not null
 and undone_at is null and undo_until > now() limit 1`

const RULE =
  'source client_number client_name matter_number matter_description invoice_number effect ability detail ends_on'
const columns = (alias: string) =>
  RULE.split(' ')
    .map((name) => `${alias}.${name}`)
    .join(', ')
const SAME_RULES = `delete from associations a using associations b where a.payer_id = $1 and b.payer_id = $2
 and row(${columns('a')}) is not distinct from row(${columns('b')})`
const RULES = 'update associations set payer_id = $2, updated_at = now() where payer_id = $1'
const POSTINGS = `select count(*)::int as count from payer_portal_postings p join transactions t on t.id = p.transaction_id where t.payer_id = $1`
const TRANSACTIONS = 'update transactions set payer_id = $2 where payer_id = $1'
// A key that both used stays where it was: the answer of each was another transaction.
const KEYS = `update payer_portal_idempotency k set payer_id = $2 where k.payer_id = $1
 and not exists (select 1 from payer_portal_idempotency o where o.payer_id = $2 and o.key = k.key)`
const MAILS = 'update payer_portal_mails set payer_id = $2 where payer_id = $1'
const RECEIPTS = `insert into payers_texts ("order", parent_id, path, text)
 select (select coalesce(max("order"), 0) from payers_texts where parent_id = $2 and path = 'receiptEmails') + row_number() over (order by t."order"), $2, t.path, t.text
 from payers_texts t where t.parent_id = $1 and t.path = 'receiptEmails'
 and lower(t.text) not in (select lower(o.text) from payers_texts o where o.parent_id = $2 and o.path = 'receiptEmails')
 order by t."order" limit greatest(0, 10 - (select count(*) from payers_texts where parent_id = $2 and path = 'receiptEmails'))`
const VIEWS = 'update payer_portal_views set ended_at = coalesce(ended_at, now()) where payer_id = $1 and $2::int > 0'
const CLOSE =
  'update payers set archived_at = coalesce(archived_at, now()), merged_into = $2, updated_at = now() where id = $1'
const EARLIER = 'update payers set merged_into = $2 where merged_into = $1'

const run = async (tx: Queryable, { from, into }: Merge, [name, text]: readonly [string, string]) =>
  (await tx.query({ name: `merge-each-${name}`, text, values: [from, into] })).rowCount ?? 0

function checkLives({ from, into }: { from: PayerLife; into: PayerLife }): void {
  if (from.isErased || into.isErased) throw new PortalError('payer_erased')
  const merged = from.mergedInto ?? into.mergedInto
  if (merged !== null) throw new PortalError('payer_merged', { data: { mergedInto: merged } })
  if (into.isArchived) throw new PortalError('payer_archived')
}

async function lockForMerge(tx: Queryable, { from, into }: Merge): Promise<PayerLife> {
  if (from === into) throw new PortalError('bad_request', { message: 'A payer cannot be merged into itself.' })
  const lives = await lockPayerLives(tx, [from, into])
  const survivor = lives.get(into)
  const merged = lives.get(from)
  if (!survivor || !merged) throw new PortalError('payer_not_found')
  checkLives({ from: merged, into: survivor })
  await refuseWhilePaying(tx, [from, into])
  const frozen = await tx.query({ name: 'merge-frozen', text: FROZEN, values: [[from, into]] })
  if (frozen.rowCount) throw new PortalError('payer_frozen')
  return survivor
}

/**
 * Moves everything of `from` to `into` in the caller's transaction and says what. `from` stays, archived and
 * with the number it was merged into. Throws `bad_request`, `payer_not_found`, `payer_erased`, `payer_merged`,
 * `payer_archived`, `payer_busy`, `payer_frozen`.
 */
export async function mergePayers(tx: Queryable, merge: Merge): Promise<MergeReport> {
  const survivor = await lockForMerge(tx, merge)
  const dropped = await run(tx, merge, ['same-rules', SAME_RULES])
  const moved = await run(tx, merge, ['rules', RULES])
  const postings = await tx.query<{ count: number }>({ name: 'merge-postings', text: POSTINGS, values: [merge.from] })
  const transactions = await run(tx, merge, ['transactions', TRANSACTIONS])
  await run(tx, merge, ['keys', KEYS])
  const paymentMethods = await moveMethods(tx, merge)
  const people = await movePeople(tx, { ...merge, survivorEmail: survivor.email })
  const mails = await run(tx, merge, ['mails', MAILS])
  const receiptEmails = await run(tx, merge, ['receipt-emails', RECEIPTS])
  await run(tx, merge, ['views', VIEWS])
  await run(tx, merge, ['close', CLOSE])
  await run(tx, merge, ['earlier', EARLIER])
  return {
    associations: { moved, dropped },
    transactions,
    postings: postings.rows[0]?.count ?? 0,
    mails,
    receiptEmails,
    paymentMethods,
    people,
  }
}

class OnlyLooked extends Error {
  readonly report: MergeReport
  constructor(report: MergeReport) {
    super('dry run')
    this.report = report
  }
}

type Args = Merge & {
  payload: Payload
  dryRun: boolean
  /** Written in the same transaction. */
  record: (tx: Queryable, report: MergeReport) => Promise<void>
}

/** The merge in a transaction of its own; a dry run does all of it and takes it back. Throws as `mergePayers`. */
export async function runMerge({ payload, dryRun, record, ...merge }: Args): Promise<MergeReport> {
  try {
    return await retryOnDeadlock(() =>
      withTransaction(payload, async (tx) => {
        const report = await mergePayers(tx, merge)
        if (dryRun) throw new OnlyLooked(report)
        await record(tx, report)
        return report
      }),
    )
  } catch (error) {
    if (error instanceof OnlyLooked) return error.report
    throw error
  }
}
