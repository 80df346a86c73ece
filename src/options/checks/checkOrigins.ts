import type { Config } from 'payload'
import { refuse } from './refuse.ts'

const HOST = 'of the Payload config '
const LOCAL = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|.+\.localhost)$/

const isOrigin = (text: unknown): text is string =>
  typeof text === 'string' &&
  URL.canParse(text) &&
  /^https?:$/.test(new URL(text).protocol) &&
  new URL(text).origin === text

/** Is what is sent there open to everybody on the way? On this machine nobody is on the way. */
const isOpenWire = (origin: string): boolean =>
  new URL(origin).protocol === 'http:' && !LOCAL.test(new URL(origin).hostname)

/** Refuses a missing `serverURL`, one that is no origin, and in production one without https. */
export function checkServerUrl({ serverURL }: Config, isProduction: boolean): void {
  const instead = 'write an origin such as https://pay.example.com'
  if (!serverURL) refuse('serverURL', `${HOST}is required, mailed links use it and nothing else: ${instead}`)
  if (!isOrigin(serverURL)) refuse('serverURL', `${HOST}must be an origin, not ${serverURL}: ${instead}`)
  if (isProduction && isOpenWire(serverURL))
    refuse('serverURL', `${HOST}must begin with https:// in production: over http the session cookie is not kept`)
}

function checkList({ path, list, isProduction }: { path: string; list: unknown; isProduction: boolean }): string[] {
  const instead = `write origins such as ['https://pay.example.com']`
  if (list === '*' || (Array.isArray(list) && list.includes('*')))
    refuse(path, `${HOST}lets every site in: ${instead}, or leave it out`)
  if (!Array.isArray(list)) refuse(path, `${HOST}must be a list: ${instead}`)
  const bad = list.find((origin) => !isOrigin(origin))
  if (bad !== undefined) refuse(path, `${HOST}has ${JSON.stringify(bad)}, which is no origin: ${instead}`)
  const open = isProduction && list.find(isOpenWire)
  if (open) refuse(path, `${HOST}has ${open}, which anybody on the way can speak for: write https:// in production`)
  return list
}

/**
 * Refuses a list of trusted sites that lets every site in, and a site that may read with the visitor's cookies
 * (`cors`) although it is not trusted to write (`csrf`).
 */
export function checkOrigins({ csrf, cors, serverURL }: Config, isProduction: boolean): void {
  const trusted = csrf === undefined ? [] : checkList({ path: 'csrf', list: csrf, isProduction })
  const origins = typeof cors === 'object' && !Array.isArray(cors) && cors !== null ? cors.origins : cors
  if (origins === undefined) return
  const readers = checkList({ path: 'cors', list: origins, isProduction })
  const foreign = readers.find((origin) => origin !== serverURL && !trusted.includes(origin))
  if (foreign)
    refuse(
      'cors',
      `${HOST}lets ${foreign} read with the cookies of its visitors: take it out or, if that site is yours, write it under \`csrf\` too`,
    )
}
