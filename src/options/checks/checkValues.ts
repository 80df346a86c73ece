import { assertTimeZone } from '../../base/dates.ts'
import type { MerchantAccount, PayerPortalOptions } from '../types.ts'
import { checkPosting } from './checkPosting.ts'
import { checkSecret } from './checkSecret.ts'
import { refuse } from './refuse.ts'

const KEY = /^[a-z0-9][a-z0-9-]{0,62}$/
const MOST_PROXIES = 16
const ADDRESS = /^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/
const CRONTAB = /^[\d*,/-]+(?: [\d*,/-]+){4}$/

function checkTimeZone(timeZone: unknown): void {
  const instead = 'write an IANA name such as America/New_York'
  if (typeof timeZone !== 'string' || !timeZone) refuse('timeZone', `is required: ${instead}`)
  try {
    assertTimeZone(timeZone)
  } catch {
    refuse('timeZone', `is not a known IANA time zone (${timeZone}): ${instead}`)
  }
}

function checkAccount(key: string, { kind, label, posting }: MerchantAccount): void {
  if (!KEY.test(key)) refuse(`accounts.${key}`, 'must have a key of lowercase letters, digits and dashes')
  if (kind !== 'operating' && kind !== 'trust') refuse(`accounts.${key}.kind`, 'must be operating or trust')
  if (typeof label !== 'string' || !label.trim())
    refuse(`accounts.${key}.label`, 'is required: the name that staff and payers see')
  if (posting) checkPosting(`accounts.${key}.posting`, posting)
}

function checkAccounts(accounts: PayerPortalOptions['accounts']): void {
  const entries = Object.entries(accounts ?? {})
  if (entries.length === 0)
    refuse(
      'accounts',
      `needs at least one merchant account: write { operating: { kind: 'operating', label: 'Operating account' } }`,
    )
  for (const [key, account] of entries) checkAccount(key, account)
}

function checkSources(sources: unknown): void {
  if (!Array.isArray(sources)) refuse('sources', 'must be a list: write [sqlSource({ … })]')
  const keys = sources.map((source) => source?.key)
  for (const key of keys)
    if (typeof key !== 'string' || !KEY.test(key))
      refuse('sources', `has a bad key (${key}): write lowercase letters, digits and dashes`)
  const repeated = keys.find((key, at) => keys.indexOf(key) !== at)
  if (repeated) refuse('sources', `has two sources with the key ${repeated}: each needs a key of its own`)
}

function checkSyncSecrets({ sources = [], syncSecrets = {} }: PayerPortalOptions): void {
  for (const [key, secret] of Object.entries(syncSecrets)) {
    if (!sources.some((source) => source.key === key)) refuse(`syncSecrets.${key}`, 'is the key of no source')
    checkSecret(`syncSecrets.${key}`, secret)
  }
}

function checkMails({ mailFrom, mailWebhookSecret }: PayerPortalOptions): void {
  if (mailFrom && !(typeof mailFrom.address === 'string' && ADDRESS.test(mailFrom.address)))
    refuse('mailFrom.address', 'must be one plain address such as billing@example.com')
  if (mailFrom && (typeof mailFrom.name !== 'string' || /[\r\n]/.test(mailFrom.name)))
    refuse('mailFrom.name', 'must be a name in one line')
  if (mailWebhookSecret !== undefined) checkSecret('mailWebhookSecret', mailWebhookSecret)
}

function checkSecondFactor({ secondFactor = 'offered', encryptionSecrets }: PayerPortalOptions): void {
  if (!['off', 'offered', 'required'].includes(secondFactor)) refuse('secondFactor', 'must be off, offered or required')
  if (encryptionSecrets === undefined) return
  if (!Array.isArray(encryptionSecrets) || encryptionSecrets.length === 0)
    refuse('encryptionSecrets', 'needs at least one secret: leave it out to use the secret of the Payload config')
  for (const [at, secret] of encryptionSecrets.entries()) checkSecret(`encryptionSecrets[${at}]`, secret)
}

function checkNumbers({
  trustedProxies = 0,
  maxVanishingShare = 1,
  syncSchedule,
  fullReadHours = 1,
}: PayerPortalOptions): void {
  if (!Number.isInteger(trustedProxies) || trustedProxies < 0 || trustedProxies > MOST_PROXIES)
    refuse(
      'trustedProxies',
      `must be how many proxies stand before the server: a whole number from 0 to ${MOST_PROXIES}`,
    )
  if (!(typeof maxVanishingShare === 'number' && maxVanishingShare > 0 && maxVanishingShare <= 1))
    refuse('maxVanishingShare', 'must be above 0 and at most 1')
  if (!(Number.isFinite(fullReadHours) && fullReadHours >= 0)) refuse('fullReadHours', 'must be a number of hours')
  if (syncSchedule !== undefined && !(typeof syncSchedule === 'string' && CRONTAB.test(syncSchedule)))
    refuse('syncSchedule', 'must be a crontab line of five parts such as */10 * * * *')
}

const SWITCHES = ['allowHeaderAuth', 'enabled'] as const
const FUNCTIONS = ['isStaff', 'staffMay', 'overrideSettings'] as const

function checkSourceDown({ whenSourceDown = 'accept' }: PayerPortalOptions): void {
  if (!['accept', 'stop'].includes(whenSourceDown)) refuse('whenSourceDown', 'must be accept or stop')
}

/** A text such as 'false' would count as yes. */
function checkKinds(options: PayerPortalOptions): void {
  const isOther = (value: unknown, kind: string) => value !== undefined && typeof value !== kind
  const noSwitch = SWITCHES.find((name) => isOther(options[name], 'boolean'))
  if (noSwitch) refuse(noSwitch, 'must be true or false')
  const noFunction = FUNCTIONS.find((name) => isOther(options[name], 'function'))
  if (noFunction) refuse(noFunction, 'must be a function')
  const override = Object.entries(options.overrides ?? {}).find(([, value]) => isOther(value, 'function'))
  if (override)
    refuse(
      `overrides.${override[0]}`,
      'must be a function: write ({ defaultCollection }) => ({ ...defaultCollection, fields: … })',
    )
}

/** Refuses a value that the portal cannot work with safely. */
export function checkValues(options: PayerPortalOptions): void {
  checkTimeZone(options.timeZone)
  checkAccounts(options.accounts)
  checkSources(options.sources ?? [])
  checkSyncSecrets(options)
  checkMails(options)
  checkSecondFactor(options)
  checkNumbers(options)
  checkSourceDown(options)
  checkKinds(options)
  if (typeof options.firmName !== 'string' || !options.firmName.trim())
    refuse('firmName', 'is required: the name that payers know the firm by')
}
