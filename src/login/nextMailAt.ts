import type { Queryable } from '../base/database.ts'
import type { MailKind } from '../mail/mailKinds.ts'

const MAX_PER_DAY = 5
/** What anybody can cause from outside leaves something for staff, and for the invite. */
export const ANONYMOUS_PER_DAY = 3

/** The mails with a link, which others can cause: all of one address take turns. */
const LINK_MAILS: readonly MailKind[] = ['invite', 'reset', 'confirm_email']
export const takesTurns = (kind: MailKind): boolean => LINK_MAILS.includes(kind)

// Held to the end of the transaction, so that of two who ask for one address the second finds the mail of the first. A row,
// because a change of thousands of payers holds as many.
const lockSql = (emails: string): string => `insert into payer_portal_limits (key, points, expire)
 select distinct 'mailTurn:' || hashtextextended(lower(email), 0), 0, ((extract(epoch from now()) + 86400) * 1000)::bigint
 from (${emails}) e where email is not null order by 1 on conflict (key) do update set expire = excluded.expire`
const LOCK = lockSql('select $1::text as email')
// In one order, whatever the order of the payers, so that two changes of many do not wait for each other.
const LOCK_MANY = lockSql(`select p.email from payers p where p.id = any($1) and not exists
 (select 1 from payer_portal_people o where o.payer_id = p.id and o.role = 'owner')
 union all select m.email from payer_portal_people m where m.payer_id = any($1) and not exists
 (select 1 from payer_portal_people o where o.payer_id = m.payer_id and o.role = 'owner')`)

// Failed tries do not count: nothing reached the person.
const COUNTED = `lower(recipient) = lower($1) and kind in (${LINK_MAILS.map((kind) => `'${kind}'`).join(', ')}) and status in ('sent', 'queued')`
const TURN = 'coalesce(sent_at, due_at, created_at)'
const TURNS = `select ${TURN} as at from payer_portal_mails where ${COUNTED} and ${TURN} > clock_timestamp() - interval '1 day'
 and ($4::int is null or ${TURN} <= clock_timestamp() + $4 * interval '1 second') and id <> $5`
const OWN = `select created_at as at from payer_portal_mails where ${COUNTED} and created_at > now() - interval '1 day' and person_id = $4`

/** After the cool-down ($2) since the latest, and a day after the last but so many ($3). By the database's clock, which all servers share. */
const nextAfter = (turns: string): string => `select next from (
 select greatest(max(at) + $2 * interval '1 second', case when count(*) = $3 then min(at) + interval '1 day' end) as next
 from (${turns} order by at desc limit $3) latest) n where next > clock_timestamp()`

type Args = {
  email: string
  /** Seconds between two of them. */
  cooldown: number
  /** @default 5 */
  perDay?: number
  /** Count only what leaves within so many seconds; what waits for later does not stand in the way. */
  within?: number
  /** Do not count this mail itself. */
  mail?: number
}

/**
 * When the next mail with a link may go to this address: now (null), after the cool-down, or when a day has passed since
 * five, those that wait for their turn included. Holds the address to the end of the caller's transaction, which has locked its payer.
 */
export async function nextMailAt(
  tx: Queryable,
  { email, cooldown, perDay = MAX_PER_DAY, within, mail = 0 }: Args,
): Promise<Date | null> {
  await tx.query({ name: 'login-mail-turn', text: LOCK, values: [email] })
  const values = [email, cooldown, perDay, within ?? null, mail]
  return (
    (await tx.query<{ next: Date }>({ name: 'login-next-mail', text: nextAfter(TURNS), values })).rows[0]?.next ?? null
  )
}

/** Holds the addresses of all people of payers without login access, before several of them are invited in the caller's transaction. */
export async function holdMailTurns(tx: Queryable, payers: number[]): Promise<void> {
  await tx.query({ name: 'login-mail-turns', text: LOCK_MANY, values: [payers] })
}

/**
 * When this person of one payer may be mailed a link again, by when the last ones were asked for. What others send to the
 * address, and what that makes wait, is not told.
 */
export async function nextOwnMailAt(
  tx: Queryable,
  { email, cooldown, person }: { email: string; cooldown: number; person: number },
): Promise<Date | null> {
  const values = [email, cooldown, MAX_PER_DAY, person]
  return (
    (await tx.query<{ next: Date }>({ name: 'login-next-own-mail', text: nextAfter(OWN), values })).rows[0]?.next ??
    null
  )
}
