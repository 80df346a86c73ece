import type { Queryable } from '../base/database.ts'

const MAX_PER_DAY = 5
/** What anybody can cause from outside leaves something for staff, and for the invite. */
export const ANONYMOUS_PER_DAY = 3

// Failed tries do not count: nothing reached the person.
const READ = `select count(*)::int as sent, max(coalesce(sent_at, created_at)) as last, min(coalesce(sent_at, created_at)) as first
 from payer_portal_mails where lower(recipient) = lower($1) and kind in ('invite', 'reset', 'confirm_email') and status in ('sent', 'queued')
 and coalesce(sent_at, created_at) > now() - interval '1 day' and ($2::int is null or person_id = $2)`

type Args = {
  email: string
  /** Seconds between two of them. */
  cooldown: number
  /** Count only the mails to this person of one payer: what others send to the address is not told. */
  person?: number
  /** @default 5 */
  perDay?: number
}

/** When the next mail with a link may go to this address: now (null), after the cool-down, or when a day has passed since five. */
export async function nextMailAt(
  tx: Queryable,
  { email, cooldown, person, perDay = MAX_PER_DAY }: Args,
): Promise<Date | null> {
  const { rows } = await tx.query<{ sent: number; last: Date | null; first: Date | null }>({
    name: 'login-next-mail',
    text: READ,
    values: [email, person ?? null],
  })
  const { sent = 0, last = null, first = null } = rows[0] ?? {}
  if (!last || !first) return null
  const next = sent >= perDay ? first.getTime() + 86_400_000 : last.getTime() + cooldown * 1000
  return next > Date.now() ? new Date(next) : null
}
