import type { Queryable } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import { enqueueMail } from '../mail/enqueueMail.ts'
import { forgetLogin } from './loginLimits.ts'

const LOGINS = `select distinct l.id, l.email from payer_portal_logins l join payer_portal_people m on m.login_id = l.id where m.payer_id = $1 order by l.id`
const LIST = `select s.id, l.email, s.user_agent as device, s.ip as network, s.created_at as "createdAt", s.last_seen_at as "lastSeenAt"
 from payer_portal_sessions s join payer_portal_logins l on l.id = s.login_id and l.epoch = s.epoch
 where s.expires_at > now() and (s.payer_id = $1 or s.login_id in (select login_id from payer_portal_people where payer_id = $1))
 order by s.last_seen_at desc limit 100`
const END = 'delete from payer_portal_sessions where login_id = any($1) returning login_id as login'

type Login = { id: number; email: string }

async function loginsOf(tx: Queryable, payer: number): Promise<Login[]> {
  const { rows } = await tx.query<Login>({ name: 'staff-logins', text: LOGINS, values: [payer] })
  if (rows.length === 0) throw new PortalError('login_missing')
  return rows
}

export type StaffSession = {
  id: number
  email: string
  device: string | null
  network: string | null
  createdAt: Date
  lastSeenAt: Date
}

/** The live sessions of everybody who may act for this payer, newest first. */
export async function listSessions(db: Queryable, payer: number): Promise<StaffSession[]> {
  return (await db.query<StaffSession>({ name: 'staff-sessions', text: LIST, values: [payer] })).rows
}

/** Ends every session of the payer's logins and tells those who had one. Answers how many ended. Throws `login_missing`. */
export async function endSessions(tx: Queryable, payer: number): Promise<number> {
  const logins = await loginsOf(tx, payer)
  const ids = logins.map(({ id }) => id)
  const { rows } = await tx.query<{ login: number }>({ name: 'staff-end-sessions', text: END, values: [ids] })
  const ended = new Set(rows.map(({ login }) => login))
  for (const { id, email } of logins)
    if (ended.has(id)) await enqueueMail(tx, { kind: 'sessions_ended', recipient: email, payer })
  return rows.length
}

/** Forgets the failed attempts of the payer's logins, so that they can try again at once. Throws `login_missing`. */
export async function unlockLogins(tx: Queryable, payer: number): Promise<void> {
  for (const login of await loginsOf(tx, payer)) await forgetLogin(tx, login)
}
