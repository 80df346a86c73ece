import type { Payload } from 'payload'
import { firmInstantText } from '../base/dateText.ts'
import { oneLine } from '../base/text.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { LOGIN_MAILS } from './loginMails.ts'
import type { MailKind } from './mailKinds.ts'
import { type MailContent, mailHtml, mailText } from './mailLayout.ts'
import { paymentFailedMail, receiptMail } from './paymentMails.ts'
import { readFirm } from './readFirm.ts'
import { richText } from './richText.ts'

export type RenderedMail = { subject: string; html: string; text: string; replyTo: string | null }

type Args = {
  payload: Payload
  kind: MailKind
  data: Record<string, unknown>
  token: string
  /** Until when the link with the token works; null for a mail without one. */
  expiresAt: Date | null
}

/** A mail's subject, HTML and text as they are now. Throws when what it is about does not exist. */
export async function renderMail({ payload, kind, data, token, expiresAt }: Args): Promise<RenderedMail> {
  const { firm, inviteText, receiptText } = await readFirm(payload)
  const until = firmInstantText(expiresAt?.toISOString() ?? null, portalOptions(payload).timeZone) ?? ''
  const about = LOGIN_MAILS[kind]
  let content: MailContent
  if (about) content = about({ firm, token, until, data, custom: kind === 'invite' ? richText(inviteText) : undefined })
  else if (kind === 'receipt') content = await receiptMail({ payload, firm, data, custom: richText(receiptText) })
  else content = await paymentFailedMail({ payload, firm, data, custom: undefined })
  return {
    subject: oneLine(content.subject),
    html: mailHtml(content, firm),
    text: mailText(content, firm),
    replyTo: firm.contactEmail,
  }
}
