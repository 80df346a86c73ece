import type { Endpoint, Payload, PayloadRequest } from 'payload'
import type { AuditKind } from '../../audit/auditKinds.ts'
import { recordAudit } from '../../audit/recordAudit.ts'
import { type Queryable, withTransaction } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { limitMails } from '../../login/limitMails.ts'
import type { StaffAction } from '../../options/staffActions.ts'
import { requireStaff, routeId } from '../request/callers.ts'
import { json } from '../request/json.ts'
import { readJson } from '../request/readJson.ts'

type Work = (
  tx: Queryable,
  args: { payload: Payload; payer: number; body: Record<string, unknown>; req: PayloadRequest },
) => Promise<Record<string, unknown>>

type Args = Pick<Endpoint, 'method' | 'path'> & {
  /** What the audit log calls it; null when the work itself writes it down. */
  action: AuditKind | null
  /** @default login.manage */
  may?: StaffAction
  /** Does it mail a link? Then the limits of mails count it. */
  mails?: boolean
  work: Work
  /** What the log says beside that. */
  facts?: (done: Record<string, unknown>) => Record<string, unknown>
}

/** A route by which staff do something to one payer's login: one transaction, recorded with who did it. */
export const staffAction = ({
  action,
  may = 'login.manage',
  mails = false,
  facts = () => ({}),
  method,
  path,
  work,
}: Args): Endpoint => ({
  path,
  method,
  handler: async (req) => {
    requireStaff(req, may)
    const payer = routeId(req)
    const body = await readJson(req)
    if (payer === null) throw new PortalError('payer_not_found')
    const { payload } = req
    const answer = await withTransaction(payload, async (tx) => {
      const { rows } = await tx.query({
        name: 'login-staff-lock',
        text: 'select 1 from payers where id = $1 for update',
        values: [payer],
      })
      if (rows.length === 0) throw new PortalError('payer_not_found')
      if (mails) await limitMails(tx, req)
      const done = await work(tx, { payload, payer, body, req })
      if (action) await recordAudit(tx, { req, action, payer, data: facts(done) })
      return done
    })
    return json(answer)
  },
})
