import type { PayloadRequest } from 'payload'
import type { PayerUser } from '../../../access/rules/payerOf.ts'
import { poolOf, type Queryable, withTransaction } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import { admitLogin } from '../admitLogin.ts'
import { countByNetwork } from '../countByNetwork.ts'
import { countAttempt } from '../loginLimits.ts'
import type { OpenedSession } from '../openSession.ts'
import { recordLogin } from '../recordLogin.ts'
import { type Challenge, spendChallenge, tryChallenge } from './challenges.ts'
import { startFactorChange, tellFactorChange } from './factorChange.ts'
import { type FactorKind, firstPayerOf } from './factors.ts'
import { verifyCreated } from './passkeys.ts'
import { recordFailure } from './recordFailure.ts'
import { recoveryCodesLeft, renewRecoveryCodes } from './recoveryCodes.ts'
import { openSealed } from './sealSecret.ts'
import { matchTotp } from './totp.ts'

type Given = { kind: FactorKind; token: unknown; name: string | null; code?: string; passkey?: unknown }

/** A new factor that was proved and is not written yet. */
type Proved = {
  secret: Buffer | null
  lastStep: number | null
  credentialId: string | null
  publicKey: Buffer | null
  counter: number | null
  transports: string[] | null
}

export type AddedFactor = {
  /** Codes for the first factor, shown this once. */
  recoveryCodes?: string[]
  /** Of a login that had to add a factor before it gets in. */
  session?: OpenedSession
}

const INSERT = `insert into payer_portal_factors (login_id, kind, name, secret, last_step, credential_id, public_key, counter, transports, confirmed_at)
 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, now()) on conflict (credential_id) do nothing returning id`
const NAMES: Readonly<Record<FactorKind, string>> = { totp: 'Authenticator app', passkey: 'Passkey' }

async function proveTotp(req: PayloadRequest, { data, loginId }: Challenge, code: string): Promise<Proved | null> {
  await countAttempt(req.payload, 'secondFactor', [loginId])
  const secret = Buffer.from(data.secret ?? '', 'base64')
  const { plain } = openSealed(secret, { secrets: portalOptions(req.payload).encryptionSecrets, loginId })
  const lastStep = matchTotp({ secret: plain, code: code.replace(/\s/g, ''), lastStep: null })
  if (lastStep === null) return null
  return { secret, lastStep, credentialId: null, publicKey: null, counter: null, transports: null }
}

async function provePasskey(req: PayloadRequest, { data }: Challenge, response: unknown): Promise<Proved | null> {
  const made = await verifyCreated(req.payload, { response, challenge: data.webauthn ?? '' })
  if (!made) return null
  const { id, publicKey, counter, transports = null } = made
  return { secret: null, lastStep: null, credentialId: id, publicKey: Buffer.from(publicKey), counter, transports }
}

type Adding = {
  req: PayloadRequest
  challenge: Challenge
  given: Given
  proved: Proved
  payer: number
  keepSession: number | null
}
type Added = { epoch: number; recoveryCodes: string[] | null }

async function add(tx: Queryable, { req, challenge, given, proved, payer, keepSession }: Adding): Promise<Added> {
  const { loginId, epoch: before, email, data } = challenge
  const epoch = await startFactorChange(tx, { loginId, epoch: before, keepSession })
  await spendChallenge(tx, challenge.id)
  if (data.enroll !== undefined) await spendChallenge(tx, data.enroll)
  const { secret, lastStep, credentialId, publicKey, counter, transports } = proved
  const values = [
    loginId,
    given.kind,
    given.name ?? NAMES[given.kind],
    secret,
    lastStep,
    credentialId,
    publicKey,
    counter,
  ]
  const written = await tx.query({
    name: 'factor-insert',
    text: INSERT,
    values: [...values, transports ? JSON.stringify(transports) : null],
  })
  if (written.rows.length === 0) throw new PortalError('passkey_known')
  const hasCodes = (await recoveryCodesLeft(tx, loginId)) > 0
  const recoveryCodes = hasCodes ? null : await renewRecoveryCodes(tx, loginId)
  await tellFactorChange(tx, { req, loginId, email, payer, change: 'added', data: { kind: given.kind } })
  return { epoch, recoveryCodes }
}

async function payerOfLogin(tx: Queryable, { loginId, data }: Challenge): Promise<number> {
  if (data.payer !== undefined) return data.payer
  const payer = await firstPayerOf(tx, loginId)
  if (!payer) throw new PortalError('challenge_invalid')
  return payer
}

async function addAndAdmit(
  req: PayloadRequest,
  adding: Omit<Adding, 'payer' | 'req' | 'keepSession'>,
): Promise<AddedFactor> {
  const { challenge, given } = adding
  const { loginId, data } = challenge
  let recoveryCodes: string[] | null = null
  const { session } = await admitLogin(req, {
    check: async (tx) => {
      const payer = await payerOfLogin(tx, challenge)
      const added = await add(tx, { ...adding, req, payer, keepSession: null })
      recoveryCodes = added.recoveryCodes
      return { loginId, epoch: added.epoch, payerId: data.payer, isProven: true }
    },
    refusal: 'challenge_invalid',
    opened: (tx, opened) => recordLogin(tx, { req, session: opened, factor: given.kind }),
  })
  return { ...(recoveryCodes ? { recoveryCodes } : {}), ...(session ? { session } : {}) }
}

/**
 * Adds the factor that `beginTotp` or `beginPasskey` began, once a code or a signature proves it; the first
 * one comes with recovery codes. Other sessions end, a notice is mailed. A login that had to add one before
 * it gets in now gets its session. `payer` is the caller, if logged in. Throws `challenge_invalid`,
 * `second_factor_wrong`, `passkey_known` or `too_many_requests`.
 */
export async function confirmFactor(
  req: PayloadRequest,
  { payer, given }: { payer: PayerUser | null; given: Given },
): Promise<AddedFactor> {
  const { payload } = req
  await countByNetwork(req, 'token')
  const challenge = await tryChallenge(poolOf(payload), { token: given.token, purpose: given.kind })
  const isEnrolling = challenge.data.enroll !== undefined
  // A person who is logged in goes on with what they began themselves.
  if (!isEnrolling && payer?.loginId !== challenge.loginId) throw new PortalError('challenge_invalid')
  const proved = await recordFailure(req, challenge, async () => {
    const found =
      given.kind === 'totp'
        ? await proveTotp(req, challenge, given.code ?? '')
        : await provePasskey(req, challenge, given.passkey)
    if (!found) throw new PortalError('second_factor_wrong')
    return found
  })
  if (isEnrolling || !payer) return addAndAdmit(req, { challenge, given, proved })
  const { recoveryCodes } = await withTransaction(payload, (tx) =>
    add(tx, { req, challenge, given, proved, payer: payer.id, keepSession: payer.sessionId }),
  )
  return recoveryCodes ? { recoveryCodes } : {}
}
