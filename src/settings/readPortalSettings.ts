import { convertLexicalToHTML } from '@payloadcms/richtext-lexical/html'
import { convertLexicalToPlaintext } from '@payloadcms/richtext-lexical/plaintext'
import type { Payload } from 'payload'
import { SLUGS } from '../base/slugs.ts'
import { portalOptions } from '../options/portalOptions.ts'
import type { PaymentGateway } from '../payments/PaymentGateway.ts'

export type PublicSettings = {
  firmName: string
  logo: string | null
  colors: { accent: string | null }
  welcomeHtml: string | null
  gateway: PaymentGateway['client'] | null
  consent: { version: string; text: string }
  timeZone: string
  /** Amounts read longer ago than so many seconds are old. */
  oldAmounts: number
}

const CONSENT =
  'I agree that this payment method is kept with the payment processor and that I can use it for later payments here. I can remove it at any time.'

type Lexical = Parameters<typeof convertLexicalToHTML>[0]['data']
const isLexical = (value: unknown): value is Lexical =>
  typeof value === 'object' && value !== null && typeof (value as { root?: unknown }).root === 'object'

const SAFE_LINK = /^(?:https?:|mailto:|tel:|\/(?![/\\])|#)/i

/** Links that would run something lose their address; the texts themselves are escaped by the converter. */
function withSafeLinks(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withSafeLinks)
  if (typeof node !== 'object' || node === null) return node
  const entries = Object.entries(node).map(([key, value]) =>
    key === 'url' && typeof value === 'string' && !SAFE_LINK.test(value.trim())
      ? [key, '#']
      : [key, withSafeLinks(value)],
  )
  return Object.fromEntries(entries)
}

/** A text of the editor as HTML; null when there is none. */
function toHtml(value: unknown): string | null {
  if (!isLexical(value) || !convertLexicalToPlaintext({ data: value }).trim()) return null
  return convertLexicalToHTML({ data: withSafeLinks(value) as Lexical, disableContainer: true })
}

const text = (value: unknown): string | null => (typeof value === 'string' && value.trim() ? value.trim() : null)

/** What of the settings everybody may read. */
export async function readPortalSettings(payload: Payload): Promise<PublicSettings> {
  const { firmName, gateway, timeZone, times } = portalOptions(payload)
  // system: the settings are read for everybody, and only the fields below are told
  const settings = (await payload.findGlobal({ slug: SLUGS.settings, depth: 0, overrideAccess: true })) as Record<
    string,
    unknown
  >
  const accent = text(settings.accentColor)
  return {
    firmName: text(settings.firmName) ?? firmName,
    logo: text(settings.logo),
    colors: { accent: accent && /^#[0-9a-f]{6}$/i.test(accent) ? accent : null },
    welcomeHtml: toHtml(settings.welcome),
    gateway: gateway?.client ?? null,
    consent: { version: String(settings.consentVersion ?? 1), text: text(settings.consentText) ?? CONSENT },
    timeZone,
    oldAmounts: times.oldAmounts,
  }
}
