import type { Config } from 'payload'
import type { PayerPortalOptions } from 'payload-plugin-payer-portal'
import { smtpAdapter } from 'payload-plugin-payer-portal/mail'
import { bootHost, type Host } from './host/bootHost.ts'
import { loginStaff, type StaffHeaders } from './loginStaff.ts'
import { type MailInbox, type ReceivedMail, startMailInbox } from './mailInbox.ts'
import { runJobs } from './mailJobs.ts'

export type MailHost = {
  host: Host
  inbox: MailInbox
  staff: StaffHeaders
  /** The mails to an address, once the jobs that wait have run. */
  mailsTo(email: string): Promise<ReceivedMail[]>
  close(): Promise<void>
}

/** A host whose mails go over SMTP into a real inbox, with a member of staff. */
export async function bootMailHost({
  portal,
  config,
}: {
  portal?: Partial<PayerPortalOptions>
  config?: Partial<Config>
} = {}): Promise<MailHost> {
  const inbox = await startMailInbox()
  const email = smtpAdapter({
    url: inbox.smtpUrl,
    defaultFromAddress: 'billing@firm.test',
    defaultFromName: 'Marsh & Pell LLP',
  })
  const host = await bootHost({ ...(portal ? { portal } : {}), config: { ...config, email } })
  const staff = await loginStaff(host)
  const mailsTo = async (to: string): Promise<ReceivedMail[]> => {
    await runJobs(host.payload)
    return inbox.mailsTo(to)
  }
  const close = async (): Promise<void> => {
    await host.close()
    await inbox.close()
  }
  return { host, inbox, staff, mailsTo, close }
}
