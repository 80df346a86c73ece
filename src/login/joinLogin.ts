import type { Queryable } from '../base/database.ts'

type Args = { payer: number; email: string; passwordHash: string }

const UPSERT = `insert into payer_portal_logins (email, password_hash) values ($1, $2)
 on conflict (lower(email)) do update set password_hash = excluded.password_hash, epoch = payer_portal_logins.epoch + 1, updated_at = now()
 returning id, epoch`

/** Gives the login of `email` this password, ends its sessions and lets it act for `payer`. */
export async function joinLogin(
  tx: Queryable,
  { payer, email, passwordHash }: Args,
): Promise<{ loginId: number; epoch: number }> {
  const { rows } = await tx.query<{ id: number; epoch: number }>({
    name: 'login-upsert',
    text: UPSERT,
    values: [email.toLowerCase(), passwordHash],
  })
  const login = rows[0]
  if (!login) throw new Error('The login was not written.')
  await tx.query({
    name: 'login-end-sessions',
    text: 'delete from payer_portal_sessions where login_id = $1',
    values: [login.id],
  })
  await tx.query({
    name: 'login-join',
    text: 'insert into payer_portal_memberships (payer_id, login_id) values ($1, $2) on conflict do nothing',
    values: [payer, login.id],
  })
  return { loginId: login.id, epoch: login.epoch }
}
