import type { Payload } from 'payload'
import { poolOf } from '../../src/base/database.ts'

let counter = 0

/** A payer's row without a login and without any hook having run. Returns its id. */
export async function createPayer(
  payload: Payload,
  given: { email?: string; name?: string; loginAccess?: boolean } = {},
): Promise<number> {
  counter += 1
  const { rows } = await poolOf(payload).query<{ id: number }>(
    'insert into payers (email, name, login_access) values ($1, $2, $3) returning id',
    [
      given.email ?? `payer-${counter}-${process.pid}@example.test`,
      given.name ?? `Payer ${counter}`,
      given.loginAccess ?? true,
    ],
  )
  return rows[0]?.id ?? 0
}
