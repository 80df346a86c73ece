import type { Payload } from 'payload'
import { poolOf } from '../base/database.ts'

// A sent mail stays a while behind its link: the cool-down and the record of what went out read it.
const OVER = [
  'delete from payer_portal_sessions where expires_at < now()',
  `delete from payer_portal_tokens where expires_at < now() - interval '30 days'`,
  `delete from payer_portal_challenges where expires_at < now() - interval '1 day'`,
  // Whose people went over to another login, once that can no longer be undone.
  `delete from payer_portal_logins l where not exists (select 1 from payer_portal_people m where m.login_id = l.id)
   and exists (select 1 from payer_portal_email_changes c where c.login_id = l.id and c.old_email = lower(l.email) and c.undo_until < now())
   and not exists (select 1 from payer_portal_email_changes c where c.old_email = lower(l.email) and c.undo_until >= now() and c.undone_at is null)`,
  `delete from payer_portal_limits where expire < (extract(epoch from now()) * 1000)::bigint`,
]

/** Deletes ended sessions, challenges of yesterday, links that are over since 30 days, logins that were left for another one and limits that no longer count. */
export async function sweepLogins(payload: Payload): Promise<void> {
  for (const text of OVER) await poolOf(payload).query(text)
}
