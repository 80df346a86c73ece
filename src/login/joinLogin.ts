import type { Queryable } from '../base/database.ts'
import { endLoginSessions } from './endLoginSessions.ts'

type Args = {
  /** The invited person; null when the person is gone. */
  person: number | null
  email: string
  passwordHash: string
}

const UPSERT = `insert into payer_portal_logins (email, password_hash) values ($1, $2)
 on conflict (lower(email)) do update set password_hash = excluded.password_hash, updated_at = now()
 returning id`
const JOIN = `update payer_portal_people set login_id = $2, invite_status = 'accepted', invite_error = null, updated_at = now()
 where id = $1 and lower(email) = $3 and login_id is null returning id`

/** Lets a login act for the person's payer. False when the person is no longer invited under this email. */
export async function linkPerson(
  tx: Queryable,
  { person, email, login }: { person: number | null; email: string; login: number },
): Promise<boolean> {
  const values = [person, login, email.toLowerCase()]
  const { rows } = await tx.query({ name: 'login-join', text: JOIN, values })
  return rows.length > 0
}

/**
 * Gives the login of `email` this password, ends its sessions and lets it act for the person's payer.
 * Null when the person is no longer invited under this email.
 */
export async function joinLogin(
  tx: Queryable,
  { person, email, passwordHash }: Args,
): Promise<{ loginId: number; epoch: number } | null> {
  const address = email.toLowerCase()
  const { rows } = await tx.query<{ id: number }>({
    name: 'login-upsert',
    text: UPSERT,
    values: [address, passwordHash],
  })
  const login = rows[0]
  if (!login) throw new Error('The login was not written.')
  const epoch = await endLoginSessions(tx, [login.id])
  const joined = await linkPerson(tx, { person, email, login: login.id })
  return joined ? { loginId: login.id, epoch } : null
}
