import { randomUUID } from 'node:crypto'
import type { PersonRole } from '../../access/rules/payerOf.ts'
import { poolOf, withTransaction } from '../../src/base/database.ts'
import { hashPassword } from '../../src/login/argon2.ts'
import { joinLogin } from '../../src/login/joinLogin.ts'
import { openSession } from '../../src/login/openSession.ts'
import type { Host } from '../helpers/host/bootHost.ts'
import { PASSWORD } from './loginPayer.ts'

export type LoggedInPerson = { person: number; email: string; loginId: number; headers: { authorization: string } }

/** A further person of a payer, with an own login, the password `PASSWORD` and one live session. */
export async function loginPerson(
  host: Pick<Host, 'payload'>,
  { payer, role, email = `person-${randomUUID()}@example.test` }: { payer: number; role: PersonRole; email?: string },
): Promise<LoggedInPerson> {
  const { payload } = host
  const { rows } = await poolOf(payload).query<{ id: number }>(
    'insert into payer_portal_people (payer_id, email, role) values ($1, $2, $3) returning id',
    [payer, email, role],
  )
  const person = rows[0]?.id ?? 0
  const passwordHash = await hashPassword(PASSWORD)
  const session = await withTransaction(payload, async (tx) => {
    const login = await joinLogin(tx, { person, email, passwordHash })
    if (!login) return null
    const origin = { ip: '127.0.0.1', userAgent: 'test' }
    return openSession(tx, { ...login, payerId: payer, seconds: 3600, origin })
  })
  if (!session) throw new Error(`${email} cannot log in for payer ${payer}.`)
  return { person, email, loginId: session.payer.loginId, headers: { authorization: `JWT ${session.token}` } }
}
