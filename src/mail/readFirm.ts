import type { Payload } from 'payload'
import { accentOnPaper } from '../base/accentColors.ts'
import { SLUGS } from '../base/slugs.ts'
import { oneLine } from '../base/text.ts'
import { portalOptions } from '../options/portalOptions.ts'
import type { Firm } from './mailLayout.ts'

export type MailSettings = { firm: Firm; inviteText: unknown; receiptText: unknown }

const lineOf = (value: unknown): string => (typeof value === 'string' ? oneLine(value) : '')

/** The firm's name, look and texts for a mail, as staff set them last. */
export async function readFirm(payload: Payload): Promise<MailSettings> {
  // system: the worker has no user; only the texts of the mail are read
  const settings = (await payload.findGlobal({ slug: SLUGS.settings, depth: 0, overrideAccess: true })) as Record<
    string,
    unknown
  >
  return {
    firm: {
      name: lineOf(settings.firmName) || lineOf(portalOptions(payload).firmName),
      accent: accentOnPaper(lineOf(settings.accentColor)),
      contactEmail: lineOf(settings.contactEmail) || null,
      portalUrl: `${payload.config.serverURL}/portal`,
    },
    inviteText: settings.inviteText,
    receiptText: settings.receiptText,
  }
}
