import { PortalError } from '../base/errors.ts'
import { isTooLong, MAX_PASSWORD } from './argon2.ts'
import { COMMON_PASSWORDS } from './commonPasswords.ts'

export const MIN_PASSWORD = 12

/** Of these, blanks and invisible characters aside, the simplest password has so many different ones. */
const MIN_DIFFERENT = 5

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
const word = (text: string): string => plain(text).replace(/\d+$/, '')

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
  return COMMON_PASSWORDS.has(word(password)) || isPattern(text)
}

function isMonotonous(characters: string[]): boolean {
  const seen = characters.filter((character) => !/[\p{C}\p{Z}\s]/u.test(character)).map((one) => one.toLowerCase())
  return new Set(seen).size < MIN_DIFFERENT
}

/** The address, or what stands before its `@`, with or without digits behind it. */
function isEmail(password: string, email: string): boolean {
  const parts = [email, email.split('@')[0] ?? ''].filter((part) => word(part) !== '')
  return parts.some((part) => word(password) === word(part) || plain(password) === plain(part))
}

/**
 * Returns `value` as a password that may be set for `email`: 12 to 256 characters as a person counts them, five
 * of them different, not blank, not common, not the email. Throws `password_weak`, or `bad_request` when it is no text.
 */
export function checkPassword(value: unknown, email: string): string {
  if (typeof value !== 'string') throw new PortalError('bad_request', { message: 'password must be a text.' })
  const characters = isTooLong(value) ? null : [...value.normalize('NFC')]
  if (!characters || characters.length > MAX_PASSWORD) {
    throw new PortalError('password_weak', { message: `A password has at most ${MAX_PASSWORD} characters.` })
  }
  const isShort = characters.length < MIN_PASSWORD
  if (isShort || isMonotonous(characters) || isEmail(value, email) || isCommon(value))
    throw new PortalError('password_weak')
  return value
}
