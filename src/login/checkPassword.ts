import { PortalError } from '../base/errors.ts'
import { COMMON_PASSWORDS } from './commonPasswords.ts'

export const MIN_PASSWORD = 12
export const MAX_PASSWORD = 256

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '')

/** A text made by repeating up to four characters, or by counting up or down, is guessed first. */
function isPattern(text: string): boolean {
  if (/^(.{1,4})\1+$/su.test(text)) return true
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0)
  const steps = new Set(codes.slice(1).map((code, at) => code - (codes[at] ?? 0)))
  return steps.size === 1 && Math.abs([...steps][0] ?? 0) <= 1
}

function isCommon(password: string): boolean {
  const text = plain(password)
  if (COMMON_PASSWORDS.has(text) || COMMON_PASSWORDS.has(password.toLowerCase())) return true
  // A common word with digits behind it is as common: `password2026`.
  return COMMON_PASSWORDS.has(text.replace(/\d+$/, '')) || isPattern(text)
}

/**
 * Returns `value` as a password that may be set for `email`: 12 to 256 characters, not blank, not
 * common, not the email. Throws `password_weak`, or `bad_request` when it is no text.
 */
export function checkPassword(value: unknown, email: string): string {
  if (typeof value !== 'string') throw new PortalError('bad_request', { message: 'password must be a text.' })
  if (value.length > MAX_PASSWORD) {
    throw new PortalError('password_weak', { message: `A password has at most ${MAX_PASSWORD} characters.` })
  }
  const length = [...value].length
  const local = email.split('@')[0] ?? ''
  const isEmail = [email, local].some((part) => part.length > 0 && plain(value) === plain(part))
  if (length < MIN_PASSWORD || value.trim() === '' || isEmail || isCommon(value)) throw new PortalError('password_weak')
  return value
}
