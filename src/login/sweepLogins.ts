import type { Payload } from 'payload'
import { poolOf } from '../base/database.ts'

// A sent mail stays a while behind its link: the cool-down and the record of what went out read it.
const OVER = [
  'delete from payer_portal_sessions where expires_at < now()',
  `delete from payer_portal_tokens where expires_at < now() - interval '30 days'`,
  `delete from payer_portal_challenges where expires_at < now() - interval '1 day'`,
  `delete from payer_portal_limits where expire < (extract(epoch from now()) * 1000)::bigint`,
]

/** Deletes ended sessions, challenges of yesterday, links that are over since 30 days and limits that no longer count. */
export async function sweepLogins(payload: Payload): Promise<void> {
  for (const text of OVER) await poolOf(payload).query(text)
}
