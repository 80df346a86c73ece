import type { Queryable } from '../base/database.ts'
import { type AttentionKind, isLasting } from './attentionKinds.ts'

export type Attention = {
  kind: AttentionKind
  /** Of what there is one item of this kind, such as the number of a transaction. */
  subject: string | number
  /** What happened and what to do, in words for staff. Never a name, an address or a secret: those stand where the links lead. */
  message: string
  /** Numbers of the rows that it is about. */
  payer?: number
  transaction?: number
  invoice?: number
  posting?: number
  run?: number
  /** Key of a billing source. */
  source?: string
  /** Of how many things it speaks. */
  count?: number
}

const COLUMNS = 'kind, dedupe_key, message, payer_id, transaction_id, invoice_id, posting_id, run_id, source, count'

// Settled by staff, it is opened again only by something new: its cause came again, or says something else.
const AGAIN = `do update set is_there = true, message = excluded.message, count = excluded.count, run_id = excluded.run_id,
    state = case when a.state = 'done' then 'open' else a.state end,
    raised_at = case when a.state = 'done' then now() else a.raised_at end,
    times = a.times + case when a.is_there then 0 else 1 end,
    resolved_at = null, resolved_by_id = null, resolved_by_name = null, updated_at = now()
  where not a.is_there or (a.message, a.count) is distinct from (excluded.message, excluded.count)`

/** The statement that raises what `rows` selects: kind, key, message, payer, transaction, invoice, posting, run, source and count. */
export const raiseSql = (rows: string, again: boolean): string =>
  `insert into payer_portal_alerts as a (${COLUMNS}) ${rows} on conflict (dedupe_key) ${again ? AGAIN : 'do nothing'}`

const ONE = 'values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)'
const LASTING = { name: 'attention-raise-lasting', text: raiseSql(ONE, true) }
const ONCE = { name: 'attention-raise-once', text: raiseSql(ONE, false) }

/** The key that makes one item of a kind and its subject. */
export const attentionKey = ({ kind, subject }: Pick<Attention, 'kind' | 'subject'>): string => `${kind}:${subject}`

/**
 * Puts something onto the list of what needs attention: one prepared statement in the caller's transaction, so that it is
 * there exactly when its cause is. There is one item per kind and subject, however often and by however many at once it is
 * raised. A repeat of a lasting kind brings its text up to date, and opens it again when its cause had gone or the
 * text is another one; a repeat of any other kind changes nothing.
 */
export async function raiseAttention(tx: Queryable, item: Attention): Promise<void> {
  const { kind, message, payer, transaction, invoice, posting, run, source, count } = item
  const links = [payer, transaction, invoice, posting, run, source, count].map((value) => value ?? null)
  const values = [kind, attentionKey(item), message, ...links]
  await tx.query({ ...(isLasting(kind) ? LASTING : ONCE), values })
}
