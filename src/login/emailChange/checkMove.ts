import type { Queryable } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'

const OPEN = `select min(c.undo_until) as until from payer_portal_email_changes c
 where c.person_id = any($1) and c.confirmed_at is not null and c.undone_at is null and c.undo_until > now()`
const TAKEN = `select exists (select 1 from payer_portal_people m left join payer_portal_logins l on l.id = m.login_id
 where m.payer_id = any($1) and m.id <> all($2) and (lower(m.email) = $3 or lower(l.email) = $3)) as taken`

const TAKEN_MESSAGE = 'This email already has access to this payer, or to one that would move along.'

type Args = { people: { id: number; payer: number }[]; email: string }

/**
 * Throws `email_change_open` while an earlier change of one of these people can still be undone, and
 * `person_exists` when somebody else of one of their payers has the address.
 */
export async function checkMove(tx: Queryable, { people, email }: Args): Promise<void> {
  const ids = people.map(({ id }) => id)
  const open = await tx.query<{ until: Date | null }>({ name: 'email-open-undo', text: OPEN, values: [ids] })
  const until = open.rows[0]?.until
  if (until) throw new PortalError('email_change_open', { data: { until } })
  const values = [people.map(({ payer }) => payer), ids, email]
  const taken = await tx.query<{ taken: boolean }>({ name: 'email-taken', text: TAKEN, values })
  if (taken.rows[0]?.taken) throw new PortalError('person_exists', { message: TAKEN_MESSAGE })
}
