import { createHash, createHmac, randomBytes } from 'node:crypto'

/** What a mailed link is good for. */
export type TokenPurpose = 'invite' | 'reset' | 'email' | 'undo_email'

/** SHA-256 of a token: the only form of it that is ever stored. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()

/**
 * The token of a stored seed. It is derived again when the mail is sent, so that a repeated send is
 * the identical mail, while neither the database nor a job holds the token itself.
 */
export function deriveToken({
  secret,
  purpose,
  seed,
}: {
  secret: string
  purpose: TokenPurpose
  seed: Buffer
}): string {
  const key = createHmac('sha256', secret).update('payer-portal one-time token').digest()
  return createHmac('sha256', key)
    .update(`${purpose}:${seed.toString('base64url')}`)
    .digest('base64url')
}

/** A fresh seed (256 random bits) with the hash of its token. */
export function createToken(secret: string, purpose: TokenPurpose): { seed: Buffer; tokenHash: Buffer } {
  const seed = randomBytes(32)
  return { seed, tokenHash: hashToken(deriveToken({ secret, purpose, seed })) }
}

/** The form of every token we mail; anything else is not looked up. */
export const isTokenText = (value: unknown): value is string => typeof value === 'string' && /^[\w-]{43}$/.test(value)
