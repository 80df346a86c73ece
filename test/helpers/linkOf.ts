import { poolOf, withTransaction } from '../../src/base/database.ts'
import { createOneTimeToken } from '../../src/login/createOneTimeToken.ts'
import { deriveToken, type TokenPurpose } from '../../src/login/oneTimeToken.ts'
import type { Host } from './host/bootHost.ts'

const PERSON = `select id as person, payer_id as payer, login_id as login from payer_portal_people where lower(email) = lower($1) order by id limit 1`
const SEED = 'select seed from payer_portal_tokens where id = $1'

/** The token in the mail of a link, by the number of its row. */
export async function tokenOf(
  { payload }: Pick<Host, 'payload'>,
  { id, purpose }: { id: number; purpose: TokenPurpose },
): Promise<string> {
  const { rows } = await poolOf(payload).query<{ seed: Buffer }>(SEED, [id])
  return deriveToken({ secret: payload.secret, purpose, seed: rows[0]?.seed ?? Buffer.alloc(0) })
}

/** A link that was mailed to the owner with this email: the row of its token, and the token in it. */
export async function linkOf(
  { payload }: Pick<Host, 'payload'>,
  { purpose, payer: email }: { purpose: TokenPurpose; payer: string },
): Promise<{ id: number; token: string }> {
  const pool = poolOf(payload)
  const { rows } = await pool.query<{ person: number; payer: number; login: number | null }>(PERSON, [email])
  const found = rows[0]
  if (!found) throw new Error(`Nobody has the email ${email}.`)
  const { secret } = payload
  const { person, payer, login } = found
  const expiresAt = new Date(Date.now() + 3_600_000)
  const id = await withTransaction(payload, (tx) =>
    createOneTimeToken(tx, {
      secret,
      purpose,
      payer,
      person,
      ...(login === null ? {} : { login }),
      email,
      expiresAt,
    }),
  )
  return { id, token: await tokenOf({ payload }, { id, purpose }) }
}
