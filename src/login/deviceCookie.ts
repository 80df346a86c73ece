import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { PayloadRequest } from 'payload'
import { parseCookies } from 'payload/shared'
import { portalOptions } from '../options/portalOptions.ts'

/** Says which logins were used in this browser before; it logs nobody in. */
export const DEVICE_COOKIE = '__Host-payer-device'

/** Browsers keep no cookie for longer than 400 days. */
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=34560000'
/** Logins that one browser is remembered for: a family, an office. */
const MAX_ENTRIES = 5
const ENTRY = /^(?<id>[\w-]{22})\.(?<epoch>\d{1,10})\.(?<mac>[\w-]{43})$/

export type KnownDevice = {
  /** Random, made at the first login from this device. */
  id: string
  /** The device was used since the password and the factors last changed. */
  isCurrent: boolean
}

type Login = { loginId: number; epoch: number }

function macOf(secret: string, { loginId, id, epoch }: { loginId: number; id: string; epoch: number }): Buffer {
  const key = createHmac('sha256', secret).update('payer-portal known device').digest()
  return createHmac('sha256', key).update(`${loginId}:${id}:${epoch}`).digest()
}

const entriesOf = (req: PayloadRequest): string[] =>
  (parseCookies(req.headers).get(DEVICE_COOKIE) ?? '')
    .split('~')
    .filter((entry) => ENTRY.test(entry))
    .slice(0, MAX_ENTRIES)

function readEntry(req: PayloadRequest, entry: string, login: Login): KnownDevice | null {
  const { id = '', epoch = '', mac = '' } = ENTRY.exec(entry)?.groups ?? {}
  const given = Buffer.from(mac, 'base64url')
  const fits = portalOptions(req.payload).encryptionSecrets.some((secret) => {
    const expected = macOf(secret, { loginId: login.loginId, id, epoch: Number(epoch) })
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
  return fits ? { id, isCurrent: Number(epoch) === login.epoch } : null
}

/** The device of this request, if this login was used from it before; null when it was not, or does not say. */
export function knownDevice(req: PayloadRequest, login: Login): KnownDevice | null {
  const known = entriesOf(req).map((entry) => readEntry(req, entry, login))
  return known.find((device) => device?.isCurrent) ?? known.find((device) => device !== null) ?? null
}

/** The Set-Cookie value by which this device is known for the login from now on; null when it is already. */
export function deviceCookie(req: PayloadRequest, login: Login): string | null {
  if (knownDevice(req, login)?.isCurrent) return null
  const others = entriesOf(req).filter((entry) => readEntry(req, entry, login) === null)
  const id = randomBytes(16).toString('base64url')
  const mac = macOf(portalOptions(req.payload).encryptionSecrets[0] ?? '', { ...login, id }).toString('base64url')
  const entries = [`${id}.${login.epoch}.${mac}`, ...others].slice(0, MAX_ENTRIES)
  return `${DEVICE_COOKIE}=${entries.join('~')}; ${ATTRIBUTES}`
}
