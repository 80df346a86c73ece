import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer'
import type { EmailAdapter } from 'payload'
import { oneLine } from '../base/text.ts'

export type SmtpAdapterOptions = {
  /**
   * The mail server, with user and password in it where needed.
   * @example 'smtps://user:password@mail.example.com'
   */
  url?: string
  /** A nodemailer transport of your own, instead of `url`. */
  transport?: Transporter
  /** Sender when a mail names none. */
  defaultFromAddress: string
  defaultFromName: string
}

const SECOND = 1000

function transportOf({ url, transport }: SmtpAdapterOptions): Transporter {
  if (transport) return transport
  if (!url || !/^smtps?:$/.test(URL.canParse(url) ? new URL(url).protocol : '')) {
    throw new Error('smtpAdapter: `url` must be an address such as smtps://user:password@mail.example.com')
  }
  // A mail never reads a file or fetches an address, whatever stands in its texts.
  return createTransport({
    url,
    disableFileAccess: true,
    disableUrlAccess: true,
    connectionTimeout: 10 * SECOND,
    greetingTimeout: 10 * SECOND,
    socketTimeout: 30 * SECOND,
  })
}

/** Payload's email adapter over SMTP. Throws at boot on an address that is none. */
export function smtpAdapter(options: SmtpAdapterOptions): EmailAdapter<{ messageId: string; response: string }> {
  const transport = transportOf(options)
  const { defaultFromAddress, defaultFromName } = options
  return () => ({
    name: 'smtp',
    defaultFromAddress,
    defaultFromName,
    sendEmail: async (message) => {
      const given = message as SendMailOptions
      const sent = (await transport.sendMail({
        from: { name: oneLine(defaultFromName), address: defaultFromAddress },
        ...given,
        ...(given.subject ? { subject: oneLine(given.subject) } : {}),
      })) as { messageId?: string; response?: string }
      return { messageId: sent.messageId ?? '', response: sent.response ?? '' }
    },
  })
}
