import { randomUUID } from 'node:crypto'
import type { Queryable } from '../base/database.ts'
import { enqueueJob } from '../jobs/enqueueJob.ts'
import type { MailKind } from './mailKinds.ts'

export type QueuedMail = {
  kind: MailKind
  recipient: string
  payer?: number
  /** The invited person, whose row follows what becomes of the mail. */
  person?: number
  /** Row of the one-time token whose link the mail carries; a revoked one is not mailed. */
  token?: number
  /** What the text needs and the database does not keep: `{ transaction }` for a receipt. Never a secret. */
  data?: Record<string, unknown>
  /** At most one mail ever has this key, such as `receipt:17`. */
  dedupeKey?: string
  /** Not before this instant. */
  runAt?: Date
}

const INSERT = `insert into payer_portal_mails (message_id, kind, dedupe_key, payer_id, person_id, token_id, recipient, data, due_at)
 values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (dedupe_key) do nothing returning id`

/** The waits grow from seconds to six hours: thirteen tries are spread over 22 hours. Then the mail stays failed, and staff send again. */
export const MAIL_TRIES = 13

/** Has a mail of the outbox sent, after the caller's transaction and not before `runAt`. */
export const enqueueSending = (
  tx: Queryable,
  { mail, runAt }: { mail: number; runAt?: Date | undefined },
): Promise<void> =>
  enqueueJob(tx, { task: 'sendMail', payload: { mail }, maxAttempts: MAIL_TRIES, ...(runAt ? { runAt } : {}) })

/**
 * Puts a mail into the outbox in the caller's transaction; it is sent after the commit, or never.
 * Returns its id, or null when a mail with this `dedupeKey` is there already.
 */
export async function enqueueMail(tx: Queryable, mail: QueuedMail): Promise<number | null> {
  const { kind, recipient, payer = null, person = null, token = null, data = {}, dedupeKey = null, runAt } = mail
  const { rows } = await tx.query<{ id: number }>({
    name: 'portal-enqueue-mail',
    text: INSERT,
    values: [randomUUID(), kind, dedupeKey, payer, person, token, recipient, JSON.stringify(data), runAt ?? null],
  })
  const id = rows[0]?.id
  if (id === undefined) return null
  await enqueueSending(tx, { mail: id, runAt })
  return id
}
