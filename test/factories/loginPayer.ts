import { randomUUID } from 'node:crypto'
import { poolOf, withTransaction } from '../../src/base/database.ts'
import { openSession } from '../../src/login/openSession.ts'
import { SESSION_COOKIE } from '../../src/login/sessionCookie.ts'
import { setPassword } from '../../src/login/setPassword.ts'
import type { Host } from '../helpers/host/bootHost.ts'

export const PASSWORD = 'Demo-portal-2026!'

export type LoggedInPayer = {
  id: number
  email: string
  loginId: number
  token: string
  /** `Authorization: JWT …`, for hosts with `allowHeaderAuth` (the test host has it). */
  headers: { authorization: string }
  /** As a browser sends it. */
  cookie: { cookie: string }
}

type Args = { email?: string; password?: string; data?: Record<string, unknown>; payer?: number }

/** A payer with login access, the password `PASSWORD` and one live session. `payer` takes an existing record. */
export async function loginPayer(
  host: Pick<Host, 'payload'>,
  { email, password = PASSWORD, data = {}, payer }: Args = {},
): Promise<LoggedInPayer> {
  const { payload } = host
  const address = email ?? `payer-${randomUUID()}@example.test`
  const id =
    payer ??
    Number(
      (
        await payload.create({
          collection: 'payers',
          data: { email: address, firstName: 'Ada', lastName: 'King', ...data },
          overrideAccess: true,
        })
      ).id,
    )
  const loginId = await setPassword({ payload, payer: id, password })
  const { rows } = await poolOf(payload).query<{ epoch: number }>(
    'select epoch from payer_portal_logins where id = $1',
    [loginId],
  )
  const session = await withTransaction(payload, (tx) =>
    openSession(tx, {
      loginId,
      epoch: rows[0]?.epoch ?? 0,
      payerId: id,
      seconds: 12 * 3600,
      origin: { ip: '127.0.0.1', userAgent: 'test' },
    }),
  )
  if (!session) throw new Error(`Payer ${id} cannot log in.`)
  const { token } = session
  return {
    id,
    email: session.payer.email,
    loginId,
    token,
    headers: { authorization: `JWT ${token}` },
    cookie: { cookie: `${SESSION_COOKIE}=${token}` },
  }
}
