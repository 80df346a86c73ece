import type { Queryable } from '../base/database.ts'

const EPOCH = `update payer_portal_logins set epoch = epoch + 1, updated_at = now() where id = any($1::int[]) returning epoch`
const SESSIONS = 'delete from payer_portal_sessions where login_id = any($1::int[])'

/**
 * Ends every session of these logins, and with the new epoch every login that is under way by a credential
 * checked before. Returns the new epoch, of several logins the highest.
 */
export async function endLoginSessions(tx: Queryable, logins: number[]): Promise<number> {
  const { rows } = await tx.query<{ epoch: number }>({
    name: 'login-raise-epoch',
    text: EPOCH,
    values: [logins],
  })
  // After the epoch: whoever was opening a session at this moment has committed, and it is seen here.
  await tx.query({ name: 'login-end-sessions', text: SESSIONS, values: [logins] })
  return Math.max(...rows.map(({ epoch }) => epoch))
}
