import fs from 'node:fs'
import path from 'node:path'
import { MailDev } from 'maildev'

export type Inbox = {
  smtpUrl: string
  /** The web page; `GET <url>/api/email` answers the mails as JSON. */
  url: string
  close(): Promise<void>
}

export type StartInboxOptions = {
  /** Port of the web page and the JSON interface; 0 takes a free one. */
  port: number
  /** @default 0, a free one */
  smtpPort?: number
  host?: string
  /** Emptied at every start: the inbox keeps no mail of an earlier run. */
  folder: string
}

/** Starts an SMTP server that keeps every mail and shows it on a web page. Nothing is ever sent on. */
export async function startInbox({
  port,
  smtpPort = 0,
  host = '127.0.0.1',
  folder,
}: StartInboxOptions): Promise<Inbox> {
  const mailDirectory = path.resolve(folder)
  fs.rmSync(mailDirectory, { recursive: true, force: true })
  fs.mkdirSync(mailDirectory, { recursive: true })
  const maildev = new MailDev({ smtp: smtpPort, ip: host, web: port, webIp: host, mailDirectory, silent: true })
  const { smtp, api } = await maildev.start()
  const web = api?.getAddress()
  if (!web) throw new Error('The inbox has no web address.')
  return {
    smtpUrl: `smtp://${host}:${smtp.getAddress().port}`,
    url: `http://${host}:${web.port}`,
    close: () => maildev.stop(),
  }
}
