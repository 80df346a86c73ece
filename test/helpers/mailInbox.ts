import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

export type ReceivedMail = {
  id: string
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
  const script = path.join(import.meta.dirname, 'mailInboxProcess.mjs')
  const child = spawn(process.execPath, [script], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  const ended = once(child, 'exit')
  const [{ smtpUrl, url }] = (await once(child, 'message')) as [{ smtpUrl: string; url: string }]
  return {
    smtpUrl,
    mailsTo: async (address) => {
      const mails = (await (await fetch(`${url}/api/email`)).json()) as ReceivedMail[]
      return mails.filter((mail) => mail.to.some((to) => to.address === address))
    },
    close: async () => {
      child.disconnect()
      await ended
    },
  }
}

/** The token in the one link of a mail. */
export function linkToken(mail: ReceivedMail | undefined): string {
  const token = /[?&]token=([\w%-]+)/.exec(mail?.text ?? '')?.[1]
  if (!token) throw new Error(`No link in the mail: ${mail?.text ?? '(no mail)'}`)
  return decodeURIComponent(token)
}
