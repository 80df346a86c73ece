import type { Queryable } from '../../base/database.ts'
import { endLoginSessions } from '../endLoginSessions.ts'

// Whoever acts for nobody cannot log in. The row stays until the change can no longer be undone: its second factors come back with it.
const EMPTY = `update payer_portal_logins l set password_hash = null where id = any($1)
 and not exists (select 1 from payer_portal_people m where m.login_id = l.id)`

/** Ends every session of these logins, and voids the password of those that act for nobody any more. */
export async function endLogins(tx: Queryable, logins: number[]): Promise<void> {
  await endLoginSessions(tx, logins)
  await tx.query({ name: 'email-empty-login', text: EMPTY, values: [logins] })
}
