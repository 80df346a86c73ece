import type { Queryable } from '../../base/database.ts'

export type Login = { id: number; email: string }
export type Person = { id: number; payer: number; login: number; email: string; role: string }
export type Locked = { logins: Login[]; people: Person[] }

const PAYERS = `select p.id from payers p where p.id = any($2::int[])
 or p.id in (select m.payer_id from payer_portal_people m where m.login_id = $1) order by p.id for update`
const LOGINS = `select l.id from payer_portal_logins l where l.id = $1 or lower(l.email) = $2 order by l.id for update`
const READ = `select id, lower(email) as email from payer_portal_logins where id = any($1)`
const PEOPLE = `select id, payer_id as payer, login_id as login, lower(email) as email, role from payer_portal_people where login_id = any($1) order by id`

type Args = {
  login: number | null
  /** Payers to lock beside those that the login acts for. */
  payers: number[]
  /** The login of this address is locked too, if there is one. */
  email: string
}

/**
 * Locks a login with every payer it acts for, and the login of `email`, always in the order payers, logins,
 * by number. Returns the logins and everybody who acts by one of them, as they are under the lock.
 */
export async function lockLogin(tx: Queryable, { login, payers, email }: Args): Promise<Locked> {
  await tx.query({ name: 'email-lock-payers', text: PAYERS, values: [login, payers] })
  const locked = await tx.query<{ id: number }>({ name: 'email-lock-logins', text: LOGINS, values: [login, email] })
  // Read anew: what was waited for is seen only by a statement that begins afterwards.
  const ids = [locked.rows.map(({ id }) => id)]
  const { rows: logins } = await tx.query<Login>({ name: 'email-logins', text: READ, values: ids })
  const { rows: people } = await tx.query<Person>({ name: 'email-people', text: PEOPLE, values: ids })
  return { logins, people }
}
