import { randomBytes } from 'node:crypto'
import { generateURI, ScureBase32Plugin, verifySync } from 'otplib'

const PERIOD = 30

/** A fresh secret of 160 bits, as RFC 4226 asks for. */
export const newTotpSecret = (): Buffer => randomBytes(20)

/** The secret as a person types it into an app: base32 without padding. */
export const totpText = (secret: Buffer): string => new ScureBase32Plugin().encode(secret)

/** What an authenticator app reads out of the QR code. */
export const totpUri = ({ secret, issuer, account }: { secret: Buffer; issuer: string; account: string }): string =>
  // A colon parts the issuer from the account.
  generateURI({ secret: totpText(secret), issuer: issuer.replaceAll(':', ' '), label: account, period: PERIOD })

/**
 * The time step whose code this is, one step around now for clocks that are off; null for a wrong one and
 * for a step that is not after the last one used.
 */
export function matchTotp({
  secret,
  code,
  lastStep,
}: {
  secret: Buffer
  code: string
  lastStep: number | null
}): number | null {
  if (!/^\d{6}$/.test(code)) return null
  const result = verifySync({ secret, token: code, period: PERIOD, epochTolerance: PERIOD })
  if (!result.valid || !('timeStep' in result)) return null
  return lastStep !== null && result.timeStep <= lastStep ? null : result.timeStep
}
