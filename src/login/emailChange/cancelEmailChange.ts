import type { PayloadRequest } from 'payload'
import { recordAudit } from '../../audit/recordAudit.ts'
import type { Queryable } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { readPending } from './readEmailChange.ts'
import { takeBackChange } from './takeBackChange.ts'

type Args = { req: PayloadRequest; payer: number; login: number | null }

/** Takes back the change that waits for its confirmation; the mailed link is dead. Throws `email_change_missing`. */
export async function cancelEmailChange(tx: Queryable, { req, payer, login }: Args): Promise<void> {
  await tx.query({ name: 'email-lock-payer', text: 'select 1 from payers where id = $1 for update', values: [payer] })
  const pending = await readPending(tx, { payer, login })
  if (!pending) throw new PortalError('email_change_missing')
  await takeBackChange(tx, pending)
  await recordAudit(tx, { req, action: 'email_change_canceled', payer })
}
