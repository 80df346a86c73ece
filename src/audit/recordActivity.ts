import type { PayloadRequest } from 'payload'
import { poolOf, transactionOf } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import type { HostAuditKind } from './auditKinds.ts'
import { recordAudit } from './recordAudit.ts'

export type Activity = {
  /** `host.` and a name of your own: `host.letter_sent`. */
  kind: HostAuditKind
  /** Number of the payer on whose page it is shown. @default null */
  payer?: number | null
  /** Facts to show with it. Never a password or a token; what names a person belongs into `before` and `after`, as with our own. */
  data?: Record<string, unknown>
}

/**
 * Records an event of the host's own in the audit log, done by whoever `req` is logged in as: in the transaction
 * of `req` where there is one, so that it is there exactly when the change is. Throws `bad_request` for a kind that
 * does not begin with `host.`.
 */
export async function recordActivity(req: PayloadRequest, { kind, payer = null, data = {} }: Activity): Promise<void> {
  if (!/^host\.[a-z][a-z0-9_]{0,60}$/.test(kind))
    throw new PortalError('bad_request', {
      message: 'A kind of your own is host. and a name, such as host.letter_sent.',
    })
  const tx = (await req.transactionID) ? await transactionOf(req) : poolOf(req.payload)
  await recordAudit(tx, { req, action: kind, payer, data })
}
