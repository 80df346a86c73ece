import { availableParallelism } from 'node:os'
import { hash, parseOptions, verify } from '@node-rs/argon2'
import { createTurns } from '../base/createTurns.ts'

/** OWASP's parameters for argon2id; they are written into every hash, so raising them re-hashes at the next login. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** The hash of a random text nobody knows: an unknown email takes as long as a known one. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$DnlFJbyV+f9I/XEYkEFKWA$1B6wMX0NCABiqeECXJ7Ug5YqQQF0LJTF3lSHpjbvk38'

/** Hashing blocks the pool that also resolves names and reads files, so only a part of it is ever taken, and a core is left to everybody else. */
const MAX_RUNNING = Math.max(1, Math.min(2, availableParallelism() - 1))
/** About as many as are hashed in some seconds: who comes later is told so instead of waiting. */
const MAX_WAITING = 200

/** Characters, as a person counts them. */
export const MAX_PASSWORD = 256

/** Longer than any password can be, however its characters are made up: not worth a look. */
export const isTooLong = (password: string): boolean => password.length > 4 * MAX_PASSWORD

/** Keyboards write the same letter in different ways; it stays the same password. */
const sameText = (password: string): string => password.normalize('NFC')

const inTurn = createTurns({ atOnce: MAX_RUNNING, waiting: MAX_WAITING })

/** The PHC string of `password`, parameters included. Throws `overloaded` when too many wait. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(sameText(password), COST))

/**
 * Is `password` the one behind `stored`? Takes the same time, and says no, when there is none, and for a text that
 * is longer than a password can be. Throws `overloaded` when too many wait.
 */
export async function verifyPassword(password: string, stored: string | null | undefined): Promise<boolean> {
  const text = isTooLong(password) ? null : sameText(password)
  const matches = await inTurn(() => verify(stored ?? NOBODY, text ?? ''))
  return matches && text !== null && typeof stored === 'string'
}

/** Was the hash made with other parameters than today's? */
export function needsRehash(stored: string): boolean {
  const { memoryCost, timeCost, parallelism } = parseOptions(stored)
  return memoryCost !== COST.memoryCost || timeCost !== COST.timeCost || parallelism !== COST.parallelism
}
