import { randomInt } from 'node:crypto'

/** No 0/O, 1/I/L or U: people read references to each other over the phone. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 14

/** A new transaction reference such as `P-7K3M9Q2-X4TBDWF`: 68 random bits, `[A-Z0-9-]` only. */
export function newReference(prefix: 'P' | 'R' | 'D' | 'V'): string {
  const letters = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  return `${prefix}-${letters.slice(0, 7)}-${letters.slice(7)}`
}
