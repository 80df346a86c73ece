import type { Payload } from 'payload'
import { poolOf } from '../../src/base/database.ts'

let counter = 0

const PAYER = 'insert into payers (email, name) values ($1, $2) returning id'
const OWNER = `insert into payer_portal_people (payer_id, email, role) values ($1, lower($2), 'owner')`

/** A payer's row without a login and without any hook having run, its access on unless told otherwise. Returns its id. */
export async function createPayer(
  payload: Payload,
  given: { email?: string; name?: string; loginAccess?: boolean } = {},
): Promise<number> {
  counter += 1
  const email = given.email ?? `payer-${counter}-${process.pid}@example.test`
  const { rows } = await poolOf(payload).query<{ id: number }>(PAYER, [email, given.name ?? `Payer ${counter}`])
  const id = rows[0]?.id ?? 0
  if (given.loginAccess ?? true) await poolOf(payload).query(OWNER, [id, email])
  return id
}
