import { availableParallelism } from 'node:os'
import { hash, parseOptions, verify } from '@node-rs/argon2'
import { PortalError } from '../base/errors.ts'

/** OWASP's parameters for argon2id; they are written into every hash, so raising them re-hashes at the next login. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** The hash of a random text nobody knows: an unknown email takes as long as a known one. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$DnlFJbyV+f9I/XEYkEFKWA$1B6wMX0NCABiqeECXJ7Ug5YqQQF0LJTF3lSHpjbvk38'

/** Hashing blocks the pool that also resolves names and reads files, so only a part of it is ever taken. */
const MAX_RUNNING = Math.max(1, Math.min(2, availableParallelism()))
const MAX_WAITING = 200

let running = 0
const waiting: (() => void)[] = []

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= MAX_RUNNING) {
    if (waiting.length >= MAX_WAITING) throw new PortalError('too_many_requests')
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else {
    running += 1
  }
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}

/** The PHC string of `password`, parameters included. Throws `too_many_requests` when too many wait. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, COST))

/** Is `password` the one behind `stored`? Takes the same time, and says no, when there is none. */
export async function verifyPassword(password: string, stored: string | null | undefined): Promise<boolean> {
  const matches = await inTurn(() => verify(stored ?? NOBODY, password))
  return matches && typeof stored === 'string'
}

/** Was the hash made with other parameters than today's? */
export function needsRehash(stored: string): boolean {
  const { memoryCost, timeCost, parallelism } = parseOptions(stored)
  return memoryCost !== COST.memoryCost || timeCost !== COST.timeCost || parallelism !== COST.parallelism
}
