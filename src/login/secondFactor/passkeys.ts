import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type WebAuthnCredential,
} from '@simplewebauthn/server'
import type { Payload } from 'payload'
import type { Factor } from './factors.ts'

/** Who the passkey is for: the configured address alone says it, never a header. */
function relyingParty(payload: Payload): { id: string; origin: string } {
  const { hostname, origin } = new URL(payload.config.serverURL)
  return { id: hostname, origin }
}

const idsOf = (factors: Factor[]) =>
  factors.flatMap(({ credentialId, transports }) =>
    credentialId ? [{ id: credentialId, ...(transports ? { transports } : {}) }] : [],
  )

const TIMEOUT = 5 * 60_000

/** What the browser needs to make a passkey that the login has not got yet. */
export function creationOptions(
  payload: Payload,
  { loginId, email, firm, factors }: { loginId: number; email: string; firm: string; factors: Factor[] },
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  return generateRegistrationOptions({
    rpName: firm,
    rpID: relyingParty(payload).id,
    userName: email,
    userDisplayName: email,
    userID: new Uint8Array(Buffer.from(`payer-portal-login-${loginId}`)),
    attestationType: 'none',
    excludeCredentials: idsOf(factors),
    authenticatorSelection: { residentKey: 'discouraged', userVerification: 'preferred' },
    timeout: TIMEOUT,
  })
}

/** What the browser needs to sign with one of these passkeys. */
export function requestOptions(payload: Payload, factors: Factor[]): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return generateAuthenticationOptions({
    rpID: relyingParty(payload).id,
    allowCredentials: idsOf(factors),
    userVerification: 'preferred',
    timeout: TIMEOUT,
  })
}

/** The credential that a browser made for this challenge; null when anything about it is wrong. */
export async function verifyCreated(
  payload: Payload,
  { response, challenge }: { response: unknown; challenge: string },
): Promise<WebAuthnCredential | null> {
  const { id, origin } = relyingParty(payload)
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response: response as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: false,
    })
    return registrationInfo?.credential ?? null
  } catch {
    // Whatever a browser sends is judged, never trusted to have a shape: the caller records the refusal.
    return null
  }
}

export type SignedPasskey = { factor: Factor; counter: number }

/** The passkey that signed this challenge, with its counter; null for a wrong signature and for a counter that does not grow. */
export async function verifySigned(
  payload: Payload,
  { response, challenge, factors }: { response: unknown; challenge: string; factors: Factor[] },
): Promise<SignedPasskey | null> {
  const { id, origin } = relyingParty(payload)
  const given = (response as { id?: unknown } | null)?.id
  const factor = factors.find(({ credentialId }) => credentialId !== null && credentialId === given)
  if (!factor?.credentialId || !factor.publicKey) return null
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: response as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: false,
      credential: {
        id: factor.credentialId,
        publicKey: new Uint8Array(factor.publicKey),
        counter: factor.counter ?? 0,
      },
    })
    return verified ? { factor, counter: authenticationInfo.newCounter } : null
  } catch {
    // As above: a wrong origin, key, signature or counter is refused alike.
    return null
  }
}
