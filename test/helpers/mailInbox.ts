import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { startInbox } from '../../demo/infra/startInbox.ts'

export type ReceivedMail = {
  id: string
  messageId?: string
  subject: string
  text: string
  html: string
  to: { address: string }[]
  from: { address: string; name: string }[]
  headers: Record<string, unknown>
}

export type MailInbox = {
  smtpUrl: string
  /** Every mail that arrived for this address, oldest first. */
  mailsTo(address: string): Promise<ReceivedMail[]>
  close(): Promise<void>
}

/** A real SMTP server that keeps what it takes. */
export async function startMailInbox(): Promise<MailInbox> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'payer-portal-inbox-'))
  const inbox = await startInbox({ port: 0, folder })
  return {
    smtpUrl: inbox.smtpUrl,
    mailsTo: async (address) => {
      const mails = (await (await fetch(`${inbox.url}/api/email`)).json()) as ReceivedMail[]
      return mails.filter((mail) => mail.to.some((to) => to.address === address))
    },
    close: async () => {
      await inbox.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The token in the one link of a mail. */
export function linkToken(mail: ReceivedMail | undefined): string {
  const token = /[?&]token=([\w%-]+)/.exec(mail?.text ?? '')?.[1]
  if (!token) throw new Error(`No link in the mail: ${mail?.text ?? '(no mail)'}`)
  return decodeURIComponent(token)
}
