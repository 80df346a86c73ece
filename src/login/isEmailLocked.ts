import type { Queryable } from '../base/database.ts'

const READ = `select exists (select 1 from payer_portal_people where payer_id = $1 and role = 'owner' and login_id is not null)
 or exists (select 1 from payer_portal_tokens t join payer_portal_people m on m.id = t.person_id and m.role = 'owner'
  where t.payer_id = $1 and t.purpose in ('invite', 'email') and t.used_at is null and t.expires_at > now()) as locked`

/** Does this payer have a login, an open invite or a pending change of the email? Then an edit of the email would break it. */
export async function isEmailLocked(tx: Queryable, payer: number): Promise<boolean> {
  const { rows } = await tx.query<{ locked: boolean }>({ name: 'login-email-locked', text: READ, values: [payer] })
  return rows[0]?.locked ?? false
}
