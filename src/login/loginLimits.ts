import { createHash } from 'node:crypto'
import type { Payload } from 'payload'
import type { Pool } from 'pg'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { poolOf, type Queryable } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'

/** `points` attempts in `duration` seconds, for everything that has the same key. */
export const LIMITS = {
  /** One email from one network, by a device that is not known for it. */
  login: { points: 10, duration: 900 },
  loginLong: { points: 20, duration: 21_600 },
  /** One email from all networks together, by devices that are not known for it: who has many cannot guess without bound. */
  loginEmail: { points: 50, duration: 21_600 },
  /** One device that the login was used from before: nobody else's wrong guesses shut its owner out. */
  loginDevice: { points: 10, duration: 900 },
  loginDeviceLong: { points: 30, duration: 21_600 },
  /** One address over all emails. */
  loginAddress: { points: 300, duration: 900 },
  forgot: { points: 5, duration: 900 },
  /** Above it nothing is queued and nothing refused: an email gets fewer mails than that in any case. */
  forgotEmail: { points: 20, duration: 3600 },
  forgotAddress: { points: 60, duration: 900 },
  token: { points: 60, duration: 900 },
  /** The password that is asked for once more inside a session, by login: who took a session over cannot guess on. */
  changePassword: { points: 10, duration: 900 },
  changePasswordDay: { points: 40, duration: 86_400 },
  /** Codes of an authenticator app for one login, whatever the address: only who knows the password gets here. */
  secondFactor: { points: 10, duration: 900 },
  secondFactorDay: { points: 40, duration: 86_400 },
  enroll: { points: 20, duration: 900 },
  changeEmail: { points: 10, duration: 3600 },
  /** Failed logins of one member of staff, or of one network for an email that nobody has: above it they are not written down. */
  staffFailed: { points: 60, duration: 900 },
  staffLocked: { points: 1, duration: 600 },
} as const

export type LimitName = keyof typeof LIMITS

// One set per pool; the counters themselves are in Postgres and hold across servers.
const limiters = new WeakMap<Pool, Map<LimitName, RateLimiterPostgres>>()

function limiterOf(payload: Payload, name: LimitName): RateLimiterPostgres {
  const pool = poolOf(payload)
  const known = limiters.get(pool) ?? new Map<LimitName, RateLimiterPostgres>()
  limiters.set(pool, known)
  const limiter =
    known.get(name) ??
    new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      tableName: 'payer_portal_limits',
      tableCreated: true,
      // The nightly sweep of logins deletes what no longer counts: a timer here would outlive the server.
      clearExpiredByTimeout: false,
      keyPrefix: name,
      ...LIMITS[name],
    })
  known.set(name, limiter)
  return limiter
}

const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('base64url')

/** All keys of one email, or of one network, begin alike, so that they can be forgotten together. */
const keyOf = ([first, ...rest]: readonly (string | number)[]): string => `${hashOf(first)}.${hashOf(rest)}`

class LimitReached extends PortalError {
  readonly isFirst: boolean
  constructor({ consumedPoints, msBeforeNext }: RateLimiterRes, points: number) {
    super('too_many_requests', { data: { retryAfter: Math.ceil(msBeforeNext / 1000) } })
    this.isFirst = consumedPoints === points + 1
  }
}

/** Is this the refusal with which a lock-out begins? Of parallel attempts exactly one gets it. */
export const isFirstRefusal = (error: unknown): boolean => error instanceof LimitReached && error.isFirst

/** Counts one attempt. Throws `too_many_requests` above the limit, with the seconds to wait in `retryAfter`. */
export async function countAttempt(
  payload: Payload,
  name: LimitName,
  parts: readonly (string | number)[],
): Promise<void> {
  try {
    await limiterOf(payload, name).consume(keyOf(parts))
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    throw new LimitReached(refusal, LIMITS[name].points)
  }
}

/** Counts one attempt and says whether it is within the limit, for what is left out above it instead of refused. */
export async function isWithin(
  payload: Payload,
  name: LimitName,
  parts: readonly (string | number)[],
): Promise<boolean> {
  try {
    await countAttempt(payload, name, parts)
    return true
  } catch (error) {
    if (error instanceof PortalError && error.code === 'too_many_requests') return false
    throw error
  }
}

/** Forgets the attempts under this key, after one that succeeded. */
export async function forgetAttempts(
  payload: Payload,
  name: LimitName,
  parts: readonly (string | number)[],
): Promise<void> {
  await limiterOf(payload, name).delete(keyOf(parts))
}

/** Gives one attempt back, after one that succeeded, and forgets none of the others. */
export async function giveBack(payload: Payload, name: LimitName, parts: readonly (string | number)[]): Promise<void> {
  await limiterOf(payload, name).reward(keyOf(parts))
}

const OF_EMAIL = ['login', 'loginLong', 'loginEmail', 'forgot', 'forgotEmail'] as const satisfies readonly LimitName[]
const OF_LOGIN = [
  'loginDevice',
  'loginDeviceLong',
  'changePassword',
  'changePasswordDay',
  'secondFactor',
  'secondFactorDay',
] as const satisfies readonly LimitName[]

type LimitedLogin = { id: number; email: string }

/** How the keys of a login begin, under each limit that counts it. */
const prefixesOf = ({ id, email }: LimitedLogin): { name: LimitName; prefix: string }[] => [
  ...OF_EMAIL.map((name) => ({ name, prefix: `${name}:${hashOf(email.toLowerCase())}.` })),
  ...OF_LOGIN.map((name) => ({ name, prefix: `${name}:${hashOf(id)}.` })),
]

/** Forgets every failed attempt of a login, at whichever step and from wherever it came. */
export async function forgetLogin(tx: Queryable, login: LimitedLogin): Promise<void> {
  await tx.query({
    name: 'login-forget',
    text: 'delete from payer_portal_limits where exists (select 1 from unnest($1::text[]) p where starts_with(key, p))',
    values: [prefixesOf(login).map(({ prefix }) => prefix)],
  })
}

const LOCKED = `select max(l.expire) as until from payer_portal_limits l join unnest($1::text[], $2::int[]) p (prefix, points)
 on starts_with(l.key, p.prefix) and l.points >= p.points where l.expire > extract(epoch from now()) * 1000`

/** Until when somebody who mistyped too often has to wait, at some step of this login; null when nobody has to. */
export async function lockedUntil(tx: Queryable, login: LimitedLogin): Promise<Date | null> {
  // Too many forgotten passwords keep nobody out who knows the password.
  const locks = prefixesOf(login).filter(({ name }) => name !== 'forgot' && name !== 'forgotEmail')
  const { rows } = await tx.query<{ until: string | null }>({
    name: 'login-locked-until',
    text: LOCKED,
    values: [locks.map(({ prefix }) => prefix), locks.map(({ name }) => LIMITS[name].points)],
  })
  const until = rows[0]?.until
  return until ? new Date(Number(until)) : null
}
