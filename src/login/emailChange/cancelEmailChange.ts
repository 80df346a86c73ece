import type { PayloadRequest } from 'payload'
import { recordAudit } from '../../audit/recordAudit.ts'
import type { Queryable } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { revokeTokens } from '../revokeTokens.ts'
import { readPending } from './readEmailChange.ts'

const CANCEL = `update payer_portal_email_changes set canceled_at = now() where id = $1 and confirmed_at is null and canceled_at is null`

type Args = { req: PayloadRequest; payer: number; login: number | null }

/** Takes back the change that waits for its confirmation; the mailed link is dead. Throws `email_change_missing`. */
export async function cancelEmailChange(tx: Queryable, { req, payer, login }: Args): Promise<void> {
  await tx.query({ name: 'email-lock-payer', text: 'select 1 from payers where id = $1 for update', values: [payer] })
  const pending = await readPending(tx, { payer, login })
  if (!pending) throw new PortalError('email_change_missing')
  // Whoever confirms at this moment holds the lock of the payer that the link is for.
  await revokeTokens(tx, { payer: pending.payer, person: pending.person, purpose: 'email' })
  await tx.query({ name: 'email-cancel', text: CANCEL, values: [pending.id] })
  await recordAudit(tx, { req, action: 'email_change_canceled', payer })
}
