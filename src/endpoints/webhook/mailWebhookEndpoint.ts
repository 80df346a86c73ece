import type { Endpoint } from 'payload'
import { PortalError } from '../../base/errors.ts'
import { normalEmail } from '../../login/normalEmail.ts'
import { checkMailSignature } from '../../mail/checkMailSignature.ts'
import { type MailReport, takeMailReports } from '../../mail/takeMailReports.ts'
import { portalOptions } from '../../options/portalOptions.ts'
import { json } from '../request/json.ts'
import { rawBody } from './rawBody.ts'

const MAX_REPORTS = 1000
const TYPES = ['bounced', 'complained', 'delivered'] as const
const FORM = `The body is { "events": [{ "type": "${TYPES.join('" | "')}", "recipient", "messageId"?, "reason"? }] }, at most ${MAX_REPORTS} of them.`

const isText = (value: unknown): value is string | undefined =>
  value === undefined || (typeof value === 'string' && value.length <= 2000 && !value.includes('\0'))

function parseReport(value: unknown): MailReport | null {
  const { type, messageId, recipient, reason } = (value ?? {}) as Record<string, unknown>
  const known = TYPES.find((one) => one === type)
  const email = normalEmail(recipient)
  if (!known || !email || !isText(messageId) || !isText(reason)) return null
  return { type: known, recipient: email, ...(messageId ? { messageId } : {}), ...(reason ? { reason } : {}) }
}

function parseReports(body: Buffer): MailReport[] {
  let events: unknown
  try {
    events = (JSON.parse(body.toString('utf8')) as { events?: unknown } | null)?.events
  } catch {
    throw new PortalError('bad_request', { message: 'The body is not valid JSON.' })
  }
  const reports = Array.isArray(events) && events.length <= MAX_REPORTS ? events.map(parseReport) : [null]
  if (reports.includes(null)) throw new PortalError('bad_request', { message: FORM })
  return reports as MailReport[]
}

/** `POST /api/portal/webhooks/mail`: what the mail provider says became of our mails. Signed; a repeat changes nothing. */
export const mailWebhookEndpoint: Endpoint = {
  path: '/portal/webhooks/mail',
  method: 'post',
  async handler(req) {
    const secret = portalOptions(req.payload).mailWebhookSecret
    if (!secret) throw new PortalError('not_found')
    const body = await rawBody(req)
    const header = req.headers.get('x-mail-signature')
    const signature = checkMailSignature({ secret, body, header, now: Date.now() })
    if (!signature) throw new PortalError('signature_invalid')
    const isNew = await takeMailReports({ payload: req.payload, signature, reports: parseReports(body) })
    return json({ received: true, repeated: !isNew })
  },
}
