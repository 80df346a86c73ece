import { randomUUID } from 'node:crypto'
import { poolOf, withTransaction } from '../../src/base/database.ts'
import { hashPassword } from '../../src/login/argon2.ts'
import { openSession } from '../../src/login/openSession.ts'
import { SESSION_COOKIE } from '../../src/login/sessionCookie.ts'
import type { Host } from '../helpers/host/bootHost.ts'
import { createPayer } from './createPayer.ts'
import { type LoggedInPayer, PASSWORD } from './loginPayer.ts'

let hash: Promise<string> | undefined

const LOGIN = 'insert into payer_portal_logins (email, password_hash) values ($1, $2) returning id'
const JOIN = `update payer_portal_people set login_id = $2, invite_status = 'accepted' where payer_id = $1 and role = 'owner'`

/** One more session of a login. Returns its token. */
export async function openLogin(host: Pick<Host, 'payload'>, loginId: number): Promise<string> {
  const origin = { ip: '127.0.0.1', userAgent: 'test' }
  const session = await withTransaction(host.payload, (tx) =>
    openSession(tx, { loginId, epoch: 0, seconds: 3600, origin }),
  )
  if (!session) throw new Error(`Login ${loginId} opens no session.`)
  return session.token
}

/** A payer with the password `PASSWORD` and a session, by plain rows: for tests that need hundreds. The hash is made once. */
export async function createLogin(host: Pick<Host, 'payload'>): Promise<LoggedInPayer> {
  const { payload } = host
  hash ??= hashPassword(PASSWORD)
  const email = `login-${randomUUID()}@example.test`
  const id = await createPayer(payload, { email })
  const { rows } = await poolOf(payload).query<{ id: number }>(LOGIN, [email, await hash])
  const loginId = rows[0]?.id ?? 0
  await poolOf(payload).query(JOIN, [id, loginId])
  const token = await openLogin(host, loginId)
  return {
    id,
    email,
    loginId,
    token,
    headers: { authorization: `JWT ${token}` },
    cookie: { cookie: `${SESSION_COOKIE}=${token}` },
  }
}
