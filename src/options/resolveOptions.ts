import type { Config } from 'payload'
import { assertTimeZone } from '../base/dates.ts'
import type { PayerPortalOptions, PortalOptions, PortalTimes } from './types.ts'

const DAY = 86_400
const TIMES: PortalTimes = {
  invite: 7 * DAY,
  reset: 3600,
  mailCooldown: 60,
  session: 12 * 3600,
  sessionIdle: 2 * 3600,
  reservation: 1800,
  paymentLease: 60,
  sourceAnswer: 30,
}
const KEY = /^[a-z0-9][a-z0-9-]{0,62}$/

function refuse(path: string, problem: string): never {
  throw new Error(`payerPortal: \`${path}\` ${problem}`)
}

function checkTimeZone(timeZone: unknown): void {
  if (typeof timeZone !== 'string' || !timeZone)
    refuse('timeZone', 'is required: an IANA name such as America/New_York')
  try {
    assertTimeZone(timeZone)
  } catch {
    refuse('timeZone', `is not a known IANA time zone: ${timeZone}`)
  }
}

function checkAccounts(accounts: PayerPortalOptions['accounts']): void {
  if (!accounts || Object.keys(accounts).length === 0) refuse('accounts', 'needs at least one merchant account')
  for (const [key, account] of Object.entries(accounts)) {
    if (!KEY.test(key)) refuse(`accounts.${key}`, 'must be lowercase letters, digits and dashes')
    if (account.kind !== 'operating' && account.kind !== 'trust')
      refuse(`accounts.${key}.kind`, 'must be operating or trust')
  }
}

function checkSources(sources: NonNullable<PayerPortalOptions['sources']>): void {
  const keys = sources.map((source) => source.key)
  for (const key of keys) if (!KEY.test(key)) refuse('sources', `has a bad key: ${key}`)
  const repeated = keys.find((key, at) => keys.indexOf(key) !== at)
  if (repeated) refuse('sources', `has two sources with the key ${repeated}`)
}

function resolveTimes(given: Partial<PortalTimes> = {}): PortalTimes {
  const times = { ...TIMES, ...given }
  for (const [name, seconds] of Object.entries(times)) {
    if (!Number.isInteger(seconds) || seconds <= 0)
      refuse(`times.${name}`, 'must be a whole number of seconds above zero')
  }
  if (times.invite > TIMES.invite) refuse('times.invite', 'may be 7 days at the most')
  return times
}

function checkHost(config: Config): void {
  if (!config.serverURL) refuse('serverURL', 'of the Payload config is required: mailed links use it and nothing else')
  if (!URL.canParse(config.serverURL) || new URL(config.serverURL).origin !== config.serverURL) {
    refuse(
      'serverURL',
      `of the Payload config must be an origin such as https://pay.example.com, not ${config.serverURL}`,
    )
  }
  if (!config.secret || config.secret.length < 32)
    refuse('secret', 'of the Payload config must have at least 32 characters')
}

function checkSecondFactor({ secondFactor = 'offered', encryptionSecrets }: PayerPortalOptions): void {
  if (!['off', 'offered', 'required'].includes(secondFactor)) refuse('secondFactor', 'must be off, offered or required')
  if (encryptionSecrets?.length === 0) refuse('encryptionSecrets', 'needs at least one secret')
  if (encryptionSecrets?.some((secret) => typeof secret !== 'string' || secret.length < 32))
    refuse('encryptionSecrets', 'must each have at least 32 characters')
}

const DEFAULTS = {
  sources: [],
  gateway: null,
  mailFrom: null,
  mailWebhookSecret: null,
  staffCollection: 'users',
  isStaff: () => true,
  staffMay: () => true,
  allowHeaderAuth: false,
  secondFactor: 'offered',
  overrides: {},
  unsafeReplaceAccess: {},
  overrideSettings: ({ defaultGlobal }) => defaultGlobal,
  enabled: true,
  trustedProxies: 0,
  maxVanishingShare: 0.2,
  syncSchedule: '*/10 * * * *',
} satisfies Partial<PortalOptions>

/** The host's staff: `admin.user`, else its first collection with a login, else the one that Payload adds. */
const staffOf = (config: Config): string =>
  config.admin?.user ?? config.collections?.find((collection) => collection.auth)?.slug ?? DEFAULTS.staffCollection

const given = <Options extends object>(options: Options): Partial<Options> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<Options>

/** Checks the options and fills in the defaults. Pure. Throws an Error that names the option's path. */
export function resolveOptions(options: PayerPortalOptions, config: Config): PortalOptions {
  checkTimeZone(options.timeZone)
  checkAccounts(options.accounts)
  checkSources(options.sources ?? [])
  checkHost(config)
  checkSecondFactor(options)
  if (!options.firmName?.trim()) refuse('firmName', 'is required')
  if (options.mailWebhookSecret !== undefined && options.mailWebhookSecret.length < 32)
    refuse('mailWebhookSecret', 'must have at least 32 characters')
  const share = options.maxVanishingShare ?? DEFAULTS.maxVanishingShare
  if (!(share > 0 && share <= 1)) refuse('maxVanishingShare', 'must be above 0 and at most 1')
  return {
    ...DEFAULTS,
    staffCollection: staffOf(config),
    encryptionSecrets: [config.secret],
    ...given(options),
    timeZone: options.timeZone,
    accounts: options.accounts,
    firmName: options.firmName.trim(),
    times: resolveTimes(options.times),
  }
}
