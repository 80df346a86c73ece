import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server'
import type { PayloadRequest } from 'payload'
import QRCode from 'qrcode'
import type { PayerUser } from '../../../access/rules/payerOf.ts'
import { poolOf } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { readFirm } from '../../mail/readFirm.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import { confirmCurrentPassword } from '../confirmCurrentPassword.ts'
import { countByNetwork } from '../countByNetwork.ts'
import { countAttempt } from '../loginLimits.ts'
import { type ChallengeData, createChallenge, readChallenge } from './challenges.ts'
import { readFactors } from './factors.ts'
import { creationOptions } from './passkeys.ts'
import { sealSecret } from './sealSecret.ts'
import { newTotpSecret, totpText, totpUri } from './totp.ts'

/** Either somebody who is logged in and gives the password again, or the challenge of a login that must add a factor first. */
export type Enroller = { payer: PayerUser; currentPassword: string } | { challenge: unknown }

type Enrolling = { loginId: number; epoch: number; email: string; data: ChallengeData }

const MAX_FACTORS = 10

async function enrollingLogin(req: PayloadRequest, enroller: Enroller): Promise<Enrolling> {
  const { payload } = req
  if (portalOptions(payload).secondFactor === 'off') throw new PortalError('second_factor_off')
  if ('challenge' in enroller) {
    await countByNetwork(req, 'token')
    const { id, data, ...login } = await readChallenge(poolOf(payload), {
      token: enroller.challenge,
      purpose: 'enroll',
    })
    await countAttempt(payload, 'enroll', [login.loginId])
    return { ...login, data: { ...data, enroll: id } }
  }
  const { loginId, epoch, email } = await confirmCurrentPassword(req, enroller)
  await countAttempt(payload, 'enroll', [loginId])
  return { loginId, epoch, email, data: { payer: enroller.payer.id } }
}

async function factorsOf(req: PayloadRequest, loginId: number) {
  const factors = await readFactors(poolOf(req.payload), loginId)
  if (factors.length >= MAX_FACTORS)
    throw new PortalError('bad_request', { message: `A login has at most ${MAX_FACTORS} ways of two-step login.` })
  return factors
}

export type NewTotp = { challenge: string; secret: string; uri: string; qr: string }

/**
 * Begins to add an authenticator app: a secret that is shown once, as text, as an otpauth URI and as a QR
 * code (data URL of an SVG). Throws `password_wrong`, `challenge_invalid`, `second_factor_off` or `too_many_requests`.
 */
export async function beginTotp(req: PayloadRequest, enroller: Enroller): Promise<NewTotp> {
  const { payload } = req
  const { loginId, epoch, email, data } = await enrollingLogin(req, enroller)
  await factorsOf(req, loginId)
  const { firm } = await readFirm(payload)
  const secret = newTotpSecret()
  const uri = totpUri({ secret, issuer: firm.name, account: email })
  const sealed = sealSecret(secret, { secrets: portalOptions(payload).encryptionSecrets, loginId })
  const challenge = await createChallenge(poolOf(payload), {
    loginId,
    epoch,
    purpose: 'totp',
    data: { ...data, secret: sealed.toString('base64') },
  })
  const svg = await QRCode.toString(uri, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' })
  return {
    challenge,
    secret: totpText(secret),
    uri,
    qr: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`,
  }
}

export type NewPasskey = { challenge: string; options: PublicKeyCredentialCreationOptionsJSON }

/** Begins to add a passkey: what the browser needs to make it. Throws as `beginTotp`. */
export async function beginPasskey(req: PayloadRequest, enroller: Enroller): Promise<NewPasskey> {
  const { payload } = req
  const { loginId, epoch, email, data } = await enrollingLogin(req, enroller)
  const factors = await factorsOf(req, loginId)
  const { firm } = await readFirm(payload)
  const options = await creationOptions(payload, { loginId, email, firm: firm.name, factors })
  const challenge = await createChallenge(poolOf(payload), {
    loginId,
    epoch,
    purpose: 'passkey',
    data: { ...data, webauthn: options.challenge },
  })
  return { challenge, options }
}
