import type { PostingSettings } from '../postingSettings.ts'
import { OVERRIDABLE, type PayerPortalOptions, type PortalTimes } from '../types.ts'
import { refuseUnknown } from './refuseUnknown.ts'

// Each table says every name, or it does not compile.
const OPTIONS: Record<keyof PayerPortalOptions, true> = {
  timeZone: true,
  firmName: true,
  sources: true,
  accounts: true,
  gateway: true,
  mailFrom: true,
  mailWebhookSecret: true,
  staffCollection: true,
  isStaff: true,
  staffMay: true,
  allowHeaderAuth: true,
  secondFactor: true,
  encryptionSecrets: true,
  overrides: true,
  unsafeReplaceAccess: true,
  overrideSettings: true,
  enabled: true,
  times: true,
  trustedProxies: true,
  maxVanishingShare: true,
  syncSchedule: true,
  fullReadHours: true,
  syncSecrets: true,
  whenSourceDown: true,
}
const TIMES: Record<keyof PortalTimes, true> = {
  invite: true,
  reset: true,
  mailCooldown: true,
  session: true,
  sessionIdle: true,
  reservation: true,
  paymentLease: true,
  sourceAnswer: true,
  billRead: true,
  sourceRest: true,
  payRead: true,
  oldAmounts: true,
}

const POSTING: Record<keyof PostingSettings, true> = {
  ledgerCode: true,
  transactionType: true,
  bankAccount: true,
  arMessage: true,
  postedDate: true,
  automatic: true,
  whenClosed: true,
}

function checkPostingNames(at: string, posting: PostingSettings | undefined): void {
  if (posting === undefined) return
  refuseUnknown(posting, { at, known: Object.keys(POSTING) })
  const { transactionType } = posting
  if (typeof transactionType === 'object')
    refuseUnknown(transactionType, { at: `${at}.transactionType`, known: ['payment', 'reversal'] })
}

/** Refuses an option, a time or a collection that does not exist, and says which one was probably meant. */
export function checkNames(options: PayerPortalOptions): void {
  refuseUnknown(options, { at: '', known: Object.keys(OPTIONS) })
  const { times = {}, overrides = {}, unsafeReplaceAccess = {}, accounts, mailFrom } = options
  refuseUnknown(times, { at: 'times', known: Object.keys(TIMES) })
  refuseUnknown(overrides, { at: 'overrides', known: OVERRIDABLE })
  refuseUnknown(unsafeReplaceAccess, { at: 'unsafeReplaceAccess', known: OVERRIDABLE })
  for (const [name, access] of Object.entries(unsafeReplaceAccess)) {
    const known = ['create', 'read', 'update', 'delete']
    if (access !== undefined) refuseUnknown(access, { at: `unsafeReplaceAccess.${name}`, known })
  }
  for (const [key, account] of Object.entries(accounts ?? {})) {
    refuseUnknown(account, { at: `accounts.${key}`, known: ['label', 'kind', 'posting'] })
    checkPostingNames(`accounts.${key}.posting`, account.posting)
  }
  if (mailFrom) refuseUnknown(mailFrom, { at: 'mailFrom', known: ['address', 'name'] })
}
