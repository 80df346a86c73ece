import type { Queryable } from '../base/database.ts'
import { createToken, type TokenPurpose } from './oneTimeToken.ts'
import { revokeTokens } from './revokeTokens.ts'

type Args = {
  secret: string
  purpose: TokenPurpose
  payer: number
  person: number
  login?: number
  /** The address that the link goes to, and the only one it is good for. */
  email: string
  expiresAt: Date
}

const INSERT = `insert into payer_portal_tokens (purpose, payer_id, person_id, login_id, email, seed, token_hash, expires_at)
 values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`

/** Makes a new single-use link for a person of a payer and ends the older one of the same purpose. Returns its row's id. */
export async function createOneTimeToken(tx: Queryable, args: Args): Promise<number> {
  const { secret, purpose, payer, person, login = null, email, expiresAt } = args
  await revokeTokens(tx, { payer, person, purpose })
  const { seed, tokenHash } = createToken(secret, purpose)
  const values = [purpose, payer, person, login, email, seed, tokenHash, expiresAt]
  const { rows } = await tx.query<{ id: number }>({ name: 'login-insert-token', text: INSERT, values })
  const id = rows[0]?.id
  if (id === undefined) throw new Error('The link was not written.')
  return id
}
