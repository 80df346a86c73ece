import type { Payload } from 'payload'
import { type Queryable, withTransaction } from '../base/database.ts'
import { clearBounce, markBounced } from './bounces.ts'
import { REPORT_SECONDS } from './checkMailSignature.ts'

/** What a mail provider says became of one mail. */
export type MailReport = {
  type: 'bounced' | 'complained' | 'delivered'
  /** The Message-ID that we sent, with or without its brackets and host. */
  messageId?: string
  recipient: string
  reason?: string
}

// A signature counts once: its row outlives the time in which it would be believed.
const ONCE = `insert into payer_portal_limits (key, points, expire) values ($1, 1, $2) on conflict (key) do nothing returning key`
const MAIL = `update payer_portal_mails set status = 'bounced', error = $3 where message_id = $1 and lower(recipient) = $2
 returning person_id as person, kind`
const INVITE = `update payer_portal_people set invite_status = 'failed', invite_error = $2, updated_at = now() where id = $1 and invite_status in ('queued', 'sent')`

const idOf = (messageId: string): string => messageId.replace(/^<|>$/g, '').split('@')[0] ?? ''

async function takeBounce(tx: Queryable, report: MailReport): Promise<void> {
  const email = report.recipient.toLowerCase()
  const said = report.reason?.trim() || 'The mail came back.'
  const reason = report.type === 'complained' ? `Marked as spam: ${said}` : said
  await markBounced(tx, { email, reason })
  if (!report.messageId) return
  const values = [idOf(report.messageId), email, reason.slice(0, 300)]
  const { rows } = await tx.query<{ person: number | null; kind: string }>({ name: 'mail-report', text: MAIL, values })
  const mail = rows[0]
  if (mail?.kind === 'invite' && report.type === 'bounced')
    await tx.query({ name: 'mail-report-invite', text: INVITE, values: [mail.person, reason.slice(0, 300)] })
}

/**
 * Takes what a provider reports, all of it or nothing, once per signature. In the order of the addresses, so
 * that two reports about the same people do not wait for each other in a ring. Answers whether it was new.
 */
export function takeMailReports({
  payload,
  signature,
  reports,
}: {
  payload: Payload
  signature: string
  reports: MailReport[]
}): Promise<boolean> {
  return withTransaction(payload, async (tx) => {
    const values = [`mailReport:${signature}`, Date.now() + 2 * REPORT_SECONDS * 1000]
    const { rows } = await tx.query({ name: 'mail-report-once', text: ONCE, values })
    if (rows.length === 0) return false
    // A stable sort: several reports about one address stay in the order in which they came.
    const sorted = reports.toSorted((a, b) => (a.recipient < b.recipient ? -1 : Number(a.recipient > b.recipient)))
    for (const report of sorted) {
      if (report.type === 'delivered') await clearBounce(tx, report.recipient)
      else await takeBounce(tx, report)
    }
    return true
  })
}
