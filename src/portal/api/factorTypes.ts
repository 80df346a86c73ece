import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import type { Id } from './types.ts'

export type FactorKind = 'totp' | 'passkey'

/** What is still asked for after a right password: one of `kinds`, or (`enroll`) adding a first factor. */
export type SecondFactor = {
  challenge: string
  kinds?: (FactorKind | 'recovery')[]
  passkey?: PublicKeyCredentialRequestOptionsJSON
  enroll?: true
}

/** The answer of every way to log in: who is logged in, or the second step. */
export type LoginAnswer = { secondFactor?: SecondFactor }

export type Factor = { id: Id; kind: FactorKind; name: string; createdAt: string; lastUsedAt: string | null }

export type OwnFactors = { policy: 'off' | 'offered' | 'required'; factors: Factor[]; recoveryCodesLeft: number }

/** Who begins to add a factor: somebody logged in, or somebody who must add one to get in. */
export type Enroller = { currentPassword: string } | { challenge: string }

/** `qr` is the data URL of a picture of `uri`. */
export type NewTotp = { challenge: string; secret: string; uri: string; qr: string }

export type NewPasskey = { challenge: string; options: PublicKeyCredentialCreationOptionsJSON }

/** The first factor comes with recovery codes, shown this once. */
export type AddedFactor = { recoveryCodes?: string[] }
