import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server'
import type { Payload } from 'payload'
import type { Queryable } from '../../base/database.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import { type ChallengeData, createChallenge } from './challenges.ts'
import { type FactorKind, readFactors } from './factors.ts'
import { requestOptions } from './passkeys.ts'
import { recoveryCodesLeft } from './recoveryCodes.ts'

/** What still stands between a right password and a session. */
export type SecondStep =
  | { challenge: string; kinds: (FactorKind | 'recovery')[]; passkey?: PublicKeyCredentialRequestOptionsJSON }
  | { challenge: string; enroll: true }

type Args = { payload: Payload; loginId: number; epoch: number; payerId?: number | undefined }

/** The second step that the firm's policy and the login's factors ask for; null when there is none. */
export async function secondStep(tx: Queryable, args: Args): Promise<SecondStep | null> {
  const { payload, loginId, epoch, payerId } = args
  const { secondFactor: policy } = portalOptions(payload)
  if (policy === 'off') return null
  const factors = await readFactors(tx, loginId)
  const data: ChallengeData = payerId === undefined ? {} : { payer: payerId }
  if (factors.length === 0) {
    if (policy !== 'required') return null
    return { challenge: await createChallenge(tx, { loginId, epoch, purpose: 'enroll', data }), enroll: true }
  }
  const kinds: (FactorKind | 'recovery')[] = [...new Set(factors.map(({ kind }) => kind))]
  if ((await recoveryCodesLeft(tx, loginId)) > 0) kinds.push('recovery')
  const passkeys = factors.filter(({ kind }) => kind === 'passkey')
  const passkey = passkeys.length > 0 ? await requestOptions(payload, passkeys) : undefined
  const challenge = await createChallenge(tx, {
    loginId,
    epoch,
    purpose: 'login',
    data: passkey ? { ...data, webauthn: passkey.challenge } : data,
  })
  return { challenge, kinds, ...(passkey ? { passkey } : {}) }
}
