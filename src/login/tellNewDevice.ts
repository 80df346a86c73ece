import { createHash } from 'node:crypto'
import type { PayloadRequest } from 'payload'
import type { Queryable } from '../base/database.ts'
import { firmInstantText } from '../base/dateText.ts'
import { enqueueMail } from '../mail/enqueueMail.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { clientNetwork } from './clientAddress.ts'
import { knownDevice } from './deviceCookie.ts'
import type { OpenedSession } from './openSession.ts'
import { deviceName } from './sessions/deviceName.ts'

const EMAIL = 'select email from payer_portal_logins where id = $1'

/** A program that keeps no cookies is told of once a day, not at each of its logins. */
function keyOf(req: PayloadRequest, loginId: number): string {
  const day = new Date().toISOString().slice(0, 10)
  const about = JSON.stringify([req.headers.get('user-agent'), clientNetwork(req)])
  return `new_device:${loginId}:${day}:${createHash('sha256').update(about).digest('base64url')}`
}

/** Mails the login a notice, in the transaction that opens the session, when it was not used from this device before. */
export async function tellNewDevice(
  tx: Queryable,
  { req, session }: { req: PayloadRequest; session: OpenedSession },
): Promise<void> {
  const { payer, epoch } = session
  const { loginId, id } = payer
  if (knownDevice(req, { loginId, epoch })?.isCurrent) return
  const { rows } = await tx.query<{ email: string }>({ name: 'login-email', text: EMAIL, values: [loginId] })
  const recipient = rows[0]?.email
  if (!recipient) return
  const at = firmInstantText(new Date().toISOString(), portalOptions(req.payload).timeZone)
  const data = { device: deviceName(req.headers.get('user-agent')), at }
  await enqueueMail(tx, { kind: 'new_device', recipient, payer: id, data, dedupeKey: keyOf(req, loginId) })
}
