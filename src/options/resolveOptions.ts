import type { Config } from 'payload'
import { checkHost } from './checks/checkHost.ts'
import { checkNames } from './checks/checkNames.ts'
import { checkValues } from './checks/checkValues.ts'
import { checkVersions } from './checks/checkVersions.ts'
import { installedVersions } from './checks/installedVersions.ts'
import { isProduction } from './checks/isProduction.ts'
import { refuse } from './checks/refuse.ts'
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
  billRead: 10,
  sourceRest: 30,
  payRead: 2,
  oldAmounts: 6 * 3600,
}

function resolveTimes(chosen: Partial<PortalTimes> = {}): PortalTimes {
  const times = { ...TIMES, ...given(chosen) }
  for (const [name, seconds] of Object.entries(times)) {
    if (!Number.isInteger(seconds) || seconds <= 0)
      refuse(`times.${name}`, 'must be a whole number of seconds above zero')
  }
  if (times.invite > TIMES.invite) refuse('times.invite', 'may be 7 days at the most')
  return times
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
  fullReadHours: 24,
  syncSecrets: {},
  whenSourceDown: 'accept',
} satisfies Partial<PortalOptions>

/** The host's staff: `admin.user`, else its first collection with a login, else the one that Payload adds. */
const staffOf = (config: Config): string =>
  config.admin?.user ?? config.collections?.find((collection) => collection.auth)?.slug ?? DEFAULTS.staffCollection

const given = <Options extends object>(options: Options): Partial<Options> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<Options>

/** Where the host runs. */
export type Surroundings = { isProduction: boolean; versions: Readonly<Record<string, string>> }

const surroundings = (): Surroundings => ({
  isProduction: isProduction(),
  versions: installedVersions(),
})

/**
 * Checks the options and the host's config and fills in the defaults; changes neither. Throws an Error that names
 * the option's path and what to write instead.
 */
export function resolveOptions(
  options: PayerPortalOptions,
  config: Config,
  around: Surroundings = surroundings(),
): PortalOptions {
  checkVersions(around.versions)
  checkNames(options)
  checkValues(options)
  const staffCollection = options.staffCollection ?? staffOf(config)
  checkHost(config, { staff: staffCollection, isProduction: around.isProduction })
  return {
    ...DEFAULTS,
    encryptionSecrets: [config.secret],
    ...given(options),
    staffCollection,
    timeZone: options.timeZone,
    accounts: options.accounts,
    firmName: options.firmName.trim(),
    times: resolveTimes(options.times),
  }
}
