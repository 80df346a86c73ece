import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'
import { RequestError } from '../api/RequestError.ts'

const refused = (message: string): RequestError => new RequestError({ code: 'passkey_not_used', status: 400, message })

/** Can this browser use passkeys at all? */
export const hasPasskeys = (): boolean => browserSupportsWebAuthn()

/** Lets the person sign with a passkey. Throws a RequestError when they do not, or cannot. */
export async function signWithPasskey(optionsJSON: PublicKeyCredentialRequestOptionsJSON): Promise<unknown> {
  try {
    return await startAuthentication({ optionsJSON })
  } catch {
    // Cancelled, timed out or not at hand: browsers do not tell which, on purpose.
    throw refused('The passkey was not used. Try again, or choose another way.')
  }
}

/** Lets the person make a passkey. Throws a RequestError when they do not, or have one on this device already. */
export async function makePasskey(optionsJSON: PublicKeyCredentialCreationOptionsJSON): Promise<unknown> {
  try {
    return await startRegistration({ optionsJSON })
  } catch (error) {
    const isKnown = error instanceof Error && error.name === 'InvalidStateError'
    throw refused(
      isKnown ? 'This device already has a passkey for you.' : 'No passkey was made. Try again, or choose another way.',
    )
  }
}
