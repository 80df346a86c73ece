import type { Queryable } from '../base/database.ts'
import { enqueueJob } from '../jobs/enqueueJob.ts'
import { revokeTokens } from './revokeTokens.ts'

const UNLINK = `with gone as (delete from payer_portal_memberships where payer_id = $1 returning login_id)
 update payer_portal_logins l set epoch = epoch + 1, updated_at = now(),
 password_hash = case when exists (select 1 from payer_portal_memberships m where m.login_id = l.id and m.payer_id <> $1) then password_hash end
 where id in (select login_id from gone) returning id`
const SESSIONS = `delete from payer_portal_sessions where payer_id = $1 or login_id = any($2)`
const STATUS = `update payers set invite_status = 'none', invite_sent_at = null, invite_error = null where id = $1`
const REMOVE = `delete from payer_portal_logins l where id = any($1) and not exists (select 1 from payer_portal_memberships m where m.login_id = l.id)`

type Args = {
  payer: number
  /** Remove the login altogether when it acts for nobody else; otherwise only its password is void. */
  removeLogin: boolean
}

/**
 * Ends a payer's access in the caller's transaction: the record is unlinked, every session of the
 * login ends, open links and mails that wait with them are gone, and a job ends the payments that can
 * still be ended. Repeating it changes nothing.
 */
export async function endAccess(tx: Queryable, { payer, removeLogin }: Args): Promise<void> {
  await revokeTokens(tx, { payer })
  const { rows } = await tx.query<{ id: number }>({ name: 'login-unlink', text: UNLINK, values: [payer] })
  const logins = rows.map(({ id }) => id)
  await tx.query({ name: 'login-unlink-sessions', text: SESSIONS, values: [payer, logins] })
  await tx.query({ name: 'login-invite-none', text: STATUS, values: [payer] })
  if (removeLogin) await tx.query({ name: 'login-remove', text: REMOVE, values: [logins] })
  await enqueueJob(tx, { task: 'cancelOpenPayments', payload: { payer }, jobKey: `cancel-open-payments-${payer}` })
}
