import type { Access, CollectionConfig, GlobalConfig, PayloadRequest } from 'payload'
import type { BillingSource } from '../connect/BillingSource.ts'
import type { PaymentGateway } from '../payments/PaymentGateway.ts'
import type { PostingSettings } from './postingSettings.ts'
import type { StaffAction } from './staffActions.ts'

/** Where money lands. A payment goes to exactly one. */
export type MerchantAccount = {
  /** What staff and payers see. */
  label: string
  /** Trust money is never allocated automatically, never mixed and never surcharged. */
  kind: 'operating' | 'trust'
  /** How its payments are written to the billing system. */
  posting?: PostingSettings
}

/** The collections that `overrides` and `unsafeReplaceAccess` may name. */
export const OVERRIDABLE = ['payers', 'associations', 'invoices', 'transactions'] as const

export type CollectionOverride = (args: { defaultCollection: CollectionConfig }) => CollectionConfig

export type SecondFactorPolicy = 'off' | 'offered' | 'required'

export type WhenSourceDown = 'accept' | 'stop'

export type PayerPortalOptions = {
  /**
   * The firm's IANA time zone: every `…On` date, overdue and end dates are read in it.
   * @example 'America/New_York'
   */
  timeZone: string
  /** The firm's name until staff set another in *Portal settings*. */
  firmName: string
  /** Connect: the firm's billing systems, by `sqlSource()` and friends. */
  sources?: BillingSource[]
  /** Merchant accounts by key, the keys that `invoices.account` carries. */
  accounts: Record<string, MerchantAccount>
  /** `stripeGateway({ … })`. Without one nothing can be paid. */
  gateway?: PaymentGateway
  /** Sender of every mail. @default the email adapter's default address */
  mailFrom?: { address: string; name: string }
  /**
   * Secret with which your mail provider's reports are signed (`POST /api/portal/webhooks/mail`); at least 32
   * characters. Without one the route does not exist. @default none
   */
  mailWebhookSecret?: string
  /** Slug of the staff collection. @default the host's `admin.user` */
  staffCollection?: string
  /** Which members of the staff collection may work with the portal. @default all of them */
  isStaff?: (args: { user: Record<string, unknown>; req: PayloadRequest }) => boolean
  /**
   * What a member of the staff collection may do beyond looking. `staffRoles()` answers it by a role.
   * @default everything
   */
  staffMay?: (args: { user: Record<string, unknown>; req: PayloadRequest; action: StaffAction }) => boolean
  /** Let programs log payers in by `Authorization: JWT <token>`; only then does an answer carry a token. @default false */
  allowHeaderAuth?: boolean
  /**
   * A second factor behind the password: an authenticator app, passkeys, recovery codes. `offered`: payers may
   * add one, and are then asked for it. `required`: nobody gets in without. `off`: nobody is asked. @default 'offered'
   */
  secondFactor?: SecondFactorPolicy
  /**
   * Seal the secrets of authenticator apps in the database. The first one seals, every one opens: to rotate, put a
   * new one in front and keep the old ones behind it. @default [secret] of the Payload config
   */
  encryptionSecrets?: readonly string[]
  /** Change a collection after the plugin built it. Access is combined with ours by AND; hooks run after ours. */
  overrides?: {
    payers?: CollectionOverride
    associations?: CollectionOverride
    invoices?: CollectionOverride
    transactions?: CollectionOverride
  }
  /** Replace our access functions by yours without the AND, per collection. You then guard the invoices. @default {} */
  unsafeReplaceAccess?: Partial<
    Record<
      'payers' | 'associations' | 'invoices' | 'transactions',
      Partial<Record<'create' | 'read' | 'update' | 'delete', Access>>
    >
  >
  /** Changes to the settings global. */
  overrideSettings?: (args: { defaultGlobal: GlobalConfig }) => GlobalConfig
  /** Keeps the collections (and so the database) and switches every route, hook and job off. @default true */
  enabled?: boolean
  /** Times, all in seconds. */
  times?: Partial<PortalTimes>
  /** Where several proxies stand before the server, how many: whose `X-Forwarded-For` is believed. @default 0 */
  trustedProxies?: number
  /** A share (0 to 1) of a source's open invoices that may vanish in one sync; more stops it and asks. @default 0.2 */
  maxVanishingShare?: number
  /** Crontab line of the sync. @default every 10 minutes */
  syncSchedule?: string
  /**
   * Secrets by the key of a source, at least 32 characters each: with one its billing system may say that something changed
   * (`POST /api/connect/notify/<key>`). @default {}
   */
  syncSecrets?: Readonly<Record<string, string>>
  /** A source that tells what changed is read as a whole again when the last time is so many hours ago. @default 24 */
  fullReadHours?: number
  /**
   * A billing system that can be asked for single invoices is asked before each payment (`times.payRead`). When it does not
   * answer: `accept` takes payments within the amounts that were read last, `stop` takes none until it answers. @default 'accept'
   */
  whenSourceDown?: WhenSourceDown
}

export type PortalTimes = {
  /** Life of an invite link. @default 7 days, the most allowed */
  invite: number
  /** Life of a reset link. @default 1 hour */
  reset: number
  /** Cool-down of one invite or reset mail to the same address. @default 60 */
  mailCooldown: number
  /** Absolute life of a session. @default 12 hours */
  session: number
  /** A session unused for this long ends. @default 2 hours */
  sessionIdle: number
  /** Life of a reservation. @default 30 minutes */
  reservation: number
  /** After this long without an answer an interrupted payment is picked up by the worker. @default 60 */
  paymentLease: number
  /** A billing source has this long to answer a search or to take a posting. @default 30 */
  sourceAnswer: number
  /** A billing source has this long to answer with the firm's own bill; then the payer gets a summary. @default 10 */
  billRead: number
  /** A billing source that kept a payer waiting in vain is not asked again for this long. @default 30 */
  sourceRest: number
  /** Before a payment a billing source has this long to say how its invoices stand now. @default 2 */
  payRead: number
  /** Amounts that were read longer ago than this are shown to payers with a warning. @default 6 hours */
  oldAmounts: number
}

/** The options with every default filled in; what the rest of the package reads. */
export type PortalOptions = {
  timeZone: string
  firmName: string
  sources: readonly BillingSource[]
  accounts: Readonly<Record<string, MerchantAccount>>
  gateway: PaymentGateway | null
  mailFrom: { address: string; name: string } | null
  mailWebhookSecret: string | null
  staffCollection: string
  isStaff: (args: { user: Record<string, unknown>; req: PayloadRequest }) => boolean
  staffMay: (args: { user: Record<string, unknown>; req: PayloadRequest; action: StaffAction }) => boolean
  allowHeaderAuth: boolean
  secondFactor: SecondFactorPolicy
  encryptionSecrets: readonly string[]
  overrides: NonNullable<PayerPortalOptions['overrides']>
  unsafeReplaceAccess: NonNullable<PayerPortalOptions['unsafeReplaceAccess']>
  overrideSettings: NonNullable<PayerPortalOptions['overrideSettings']>
  enabled: boolean
  times: PortalTimes
  trustedProxies: number
  maxVanishingShare: number
  syncSchedule: string
  fullReadHours: number
  syncSecrets: Readonly<Record<string, string>>
  whenSourceDown: WhenSourceDown
}
