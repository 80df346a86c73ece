import type { PayloadRequest } from 'payload'
import { poolOf, type Queryable } from '../../base/database.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import { countAttempt } from '../loginLimits.ts'
import type { Challenge } from './challenges.ts'
import { type Factor, readFactors } from './factors.ts'
import { verifySigned } from './passkeys.ts'
import { spendRecoveryCode } from './recoveryCodes.ts'
import { openSealed, sealSecret } from './sealSecret.ts'
import { matchTotp } from './totp.ts'

/** One of the three is given. */
export type Given = { code?: string; recoveryCode?: string; passkey?: unknown }

/** A factor that was checked and must still be used up, in the transaction that opens the session. */
export type Proof = {
  kind: 'totp' | 'passkey' | 'recovery'
  /** False when another call used it first. */
  use: (tx: Queryable) => Promise<boolean>
}

// A code is good once: of two that arrive with the same step one finds it unused.
const USE_STEP = `update payer_portal_factors set last_step = $2, secret = coalesce($3, secret), last_used_at = now()
 where id = $1 and (last_step is null or last_step < $2) returning id`
// Many passkeys count nothing and always say zero.
const USE_PASSKEY = `update payer_portal_factors set counter = $2, last_used_at = now()
 where id = $1 and (counter < $2 or (counter = 0 and $2 = 0)) returning id`

async function proveCode(req: PayloadRequest, challenge: Challenge, code: string): Promise<Proof | null> {
  const { payload } = req
  const { loginId } = challenge
  // Six digits can be guessed: counted over all servers and challenges. The other kinds cannot, and stay open to the owner.
  await countAttempt(payload, 'secondFactor', [loginId])
  await countAttempt(payload, 'secondFactorDay', [loginId])
  const keys = { secrets: portalOptions(payload).encryptionSecrets, loginId }
  for (const { id, secret: sealed, lastStep } of await readFactors(poolOf(payload), loginId)) {
    if (!sealed) continue
    const { plain, isOld } = openSealed(sealed, keys)
    const step = matchTotp({ secret: plain, code: code.replace(/\s/g, ''), lastStep })
    if (step === null) continue
    const values = [id, step, isOld ? sealSecret(plain, keys) : null]
    const use: Proof['use'] = async (tx) =>
      (await tx.query({ name: 'factor-use-step', text: USE_STEP, values })).rows.length === 1
    return { kind: 'totp', use }
  }
  return null
}

async function provePasskey(
  req: PayloadRequest,
  { data, loginId }: Challenge,
  response: unknown,
): Promise<Proof | null> {
  if (!data.webauthn) return null
  const factors: Factor[] = await readFactors(poolOf(req.payload), loginId)
  const signed = await verifySigned(req.payload, { response, challenge: data.webauthn, factors })
  if (!signed) return null
  const values = [signed.factor.id, signed.counter]
  const use: Proof['use'] = async (tx) =>
    (await tx.query({ name: 'factor-use-passkey', text: USE_PASSKEY, values })).rows.length === 1
  return { kind: 'passkey', use }
}

/** Checks what was given against the factors of the login; null when it is wrong. Throws `too_many_requests`. */
export function proveFactor(req: PayloadRequest, challenge: Challenge, given: Given): Promise<Proof | null> {
  const { code, recoveryCode, passkey } = given
  if (code !== undefined) return proveCode(req, challenge, code)
  if (passkey !== undefined) return provePasskey(req, challenge, passkey)
  if (recoveryCode === undefined) return Promise.resolve(null)
  const { loginId } = challenge
  return Promise.resolve({ kind: 'recovery', use: (tx) => spendRecoveryCode(tx, { loginId, code: recoveryCode }) })
}
