import type { Queryable } from '../base/database.ts'
import { enqueueJob } from '../jobs/enqueueJob.ts'
import { revokeTokens } from './revokeTokens.ts'

const UNLINK = `with linked as (select login_id from payer_portal_people where payer_id = $1 and login_id is not null),
 unlinked as (update payer_portal_people set login_id = null, invite_status = 'none', invite_sent_at = null, invite_error = null,
  invite_response = null, updated_at = now() where payer_id = $1 and role <> 'owner'),
 gone as (delete from payer_portal_people where payer_id = $1 and role = 'owner')
 update payer_portal_logins l set epoch = epoch + 1, updated_at = now(),
 password_hash = case when exists (select 1 from payer_portal_people m where m.login_id = l.id and m.payer_id <> $1) then password_hash end
 where id in (select login_id from linked) returning id`
const SESSIONS = `delete from payer_portal_sessions where payer_id = $1 or login_id = any($2)`
const REMOVE = `delete from payer_portal_logins l where id = any($1) and not exists (select 1 from payer_portal_people m where m.login_id = l.id)`

type Args = {
  payer: number
  /** Remove the logins altogether that act for no other payer; otherwise only their passwords are void. */
  removeLogin: boolean
}

/**
 * Ends a payer's access in the caller's transaction: its people are unlinked, every session of their
 * logins ends, open links and mails that wait with them are gone, and a job ends the payments that can
 * still be ended. Repeating it changes nothing.
 */
export async function endAccess(tx: Queryable, { payer, removeLogin }: Args): Promise<void> {
  await revokeTokens(tx, { payer })
  const { rows } = await tx.query<{ id: number }>({ name: 'login-unlink', text: UNLINK, values: [payer] })
  const logins = rows.map(({ id }) => id)
  await tx.query({ name: 'login-unlink-sessions', text: SESSIONS, values: [payer, logins] })
  if (removeLogin) await tx.query({ name: 'login-remove', text: REMOVE, values: [logins] })
  await enqueueJob(tx, { task: 'cancelOpenPayments', payload: { payer }, jobKey: `cancel-open-payments-${payer}` })
}
