import type { Payload } from 'payload'
import { poolOf, type Queryable, withTransaction } from '../base/database.ts'
import { isPassing } from '../base/databaseRefusal.ts'
import { repeatWhile } from '../base/repeatWhile.ts'
import { deriveToken, type TokenPurpose } from '../login/oneTimeToken.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { clearBounce, markBounced } from './bounces.ts'
import { isRefusedRecipient } from './isRefusedRecipient.ts'
import type { MailKind } from './mailKinds.ts'
import { renderMail } from './renderMail.ts'
import { takeTurn } from './takeTurn.ts'

type Row = {
  id: number
  message_id: string
  kind: MailKind
  recipient: string
  payer_id: number | null
  person_id: number | null
  token_id: number | null
  data: Record<string, unknown>
  purpose: TokenPurpose | null
  seed: Buffer | null
  expires_at: Date | null
  live: boolean
}

const READ = `select m.id, m.message_id, m.kind, m.recipient, m.payer_id, m.person_id, m.token_id, m.data, t.purpose, t.seed, t.expires_at,
 t.used_at is null and t.expires_at > now() as live
 from payer_portal_mails m left join payer_portal_tokens t on t.id = m.token_id where m.id = $1 and m.status not in ('sent', 'bounced')`
const LOCK_PAYER = 'select 1 from payers where id = $1 for update'
const SENT = `update payer_portal_mails set status = 'sent', sent_at = now(), attempts = attempts + 1, error = null, response = $2 where id = $1 and status <> 'sent' returning id`
const FAILED = `update payer_portal_mails set status = $3, attempts = attempts + 1, error = $2 where id = $1 and status <> 'sent' returning id`
const INVITE_SENT = `update payer_portal_people set invite_status = 'sent', invite_sent_at = now(), invite_error = null, invite_response = $3, updated_at = now() where id = $1 and invite_status in ('queued', 'failed')
 and exists (select 1 from payer_portal_tokens where id = $2 and used_at is null)`
const INVITE_FAILED = `update payer_portal_people set invite_status = 'failed', invite_error = $3, updated_at = now() where id = $1 and invite_status in ('queued', 'failed')
 and exists (select 1 from payer_portal_tokens where id = $2 and used_at is null)`

type Args = { payload: Payload; mail: number; signal?: AbortSignal }
type Failure = { reason: string; isFinal: boolean }

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').slice(0, 300)

async function deliver(payload: Payload, row: Row): Promise<string> {
  const { kind, data, purpose, seed, expires_at: expiresAt } = row
  const token = purpose && seed ? deriveToken({ secret: payload.secret, purpose, seed }) : ''
  const { subject, html, text, replyTo } = await renderMail({ payload, kind, data, token, expiresAt })
  const from = portalOptions(payload).mailFrom
  const { hostname } = new URL(payload.config.serverURL)
  const sent: unknown = await payload.sendEmail({
    ...(from ? { from: { name: from.name, address: from.address } } : {}),
    ...(replyTo ? { replyTo } : {}),
    to: row.recipient,
    subject,
    html,
    text,
    messageId: `<${row.message_id}@${hostname}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
  })
  const response = typeof sent === 'object' && sent !== null ? (sent as { response?: unknown }).response : undefined
  return typeof response === 'string' ? response.slice(0, 300) : ''
}

// Locked in the order payer, person, as everywhere: a mail that was sent must not be sent again because its mark gave way.
const lockPayer = (tx: Queryable, row: Row) =>
  tx.query({ name: 'mail-lock-payer', text: LOCK_PAYER, values: [row.payer_id] })

async function markFailed(payload: Payload, row: Row, { reason, isFinal }: Failure): Promise<void> {
  await withTransaction(payload, async (tx) => {
    if (row.kind === 'invite') await lockPayer(tx, row)
    await tx.query({ text: FAILED, values: [row.id, reason, isFinal ? 'bounced' : 'failed'] })
    if (row.kind === 'invite') await tx.query({ text: INVITE_FAILED, values: [row.person_id, row.token_id, reason] })
  })
  if (isFinal) await withTransaction(payload, (tx) => markBounced(tx, { email: row.recipient, reason }))
}

async function markSent(payload: Payload, row: Row, response: string): Promise<void> {
  await withTransaction(payload, async (tx) => {
    if (row.kind === 'invite') await lockPayer(tx, row)
    const { rowCount } = await tx.query({ text: SENT, values: [row.id, response] })
    if (rowCount && row.kind === 'invite')
      await tx.query({ text: INVITE_SENT, values: [row.person_id, row.token_id, response] })
  })
  // Where the provider reports what it delivered, taking a mail says nothing yet.
  if (portalOptions(payload).mailWebhookSecret === null)
    await withTransaction(payload, (tx) => clearBounce(tx, row.recipient))
}

/**
 * Sends one mail of the outbox. A mail that was sent, or whose link was revoked, is left alone, and one whose address
 * was mailed a link a moment ago waits. A
 * failure is written down and thrown again, so that the job is retried with growing waits; an address that
 * the mail server refuses for good is written down as a problem of the address, and not tried again. That a mail was sent
 * is written down as soon as the database takes it, unless `signal` stops the process before.
 */
export async function sendMail({ payload, mail, signal }: Args): Promise<void> {
  const { rows } = await poolOf(payload).query<Row>(READ, [mail])
  const row = rows[0]
  if (!row) return
  if (row.token_id !== null && !row.live) {
    await poolOf(payload).query(`delete from payer_portal_mails where id = $1 and status <> 'sent'`, [mail])
    return
  }
  if (!(await takeTurn(payload, row))) return
  let response: string
  try {
    response = await deliver(payload, row)
  } catch (error) {
    const failure = { reason: reasonOf(error), isFinal: isRefusedRecipient(error) }
    await markFailed(payload, row, failure)
    // No try will change what the mail server said about this address.
    if (failure.isFinal) return
    throw error
  }
  await repeatWhile(
    () => markSent(payload, row, response),
    (error) => isPassing(error) && !signal?.aborted,
  )
}
