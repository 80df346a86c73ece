import type { Payload } from 'payload'
import { poolOf } from '../base/database.ts'
import { portalOptions } from '../options/portalOptions.ts'

/** What a request says of its session: the hash of the token, and the payer that it names, null for the one that the session acts for. */
export type AskedSession = { tokenHash: Buffer; named: string | null }

/** What a statement found a session to be. */
export type FoundSession = { session: number; stale: boolean }

const TOUCH_SECONDS = 60

// Of several requests at the same moment one writes.
const SEEN = `update payer_portal_sessions set last_seen_at = now() where id = $1 and last_seen_at < now() - $2 * interval '1 second'`

/** So many seconds may pass unseen until a session ends, and until it is noted again that it was seen. */
export function sessionSeconds(payload: Payload): { idle: number; touch: number } {
  const { sessionIdle } = portalOptions(payload).times
  return { idle: sessionIdle, touch: Math.min(TOUCH_SECONDS, sessionIdle / 2) }
}

/** Notes that the session was seen, at most once a minute. */
export async function noteSeen(payload: Payload, { session, stale }: FoundSession): Promise<void> {
  if (!stale) return
  const { touch } = sessionSeconds(payload)
  await poolOf(payload).query({ name: 'payer-session-touch', text: SEEN, values: [session, touch] })
}
