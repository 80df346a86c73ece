import type { PayloadRequest } from 'payload'
import type { PayerUser } from '../../../access/rules/payerOf.ts'
import { recordAudit } from '../../audit/recordAudit.ts'
import { withTransaction } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'

const ONE = 'delete from payer_portal_sessions where login_id = $1 and id = $2 returning id'
const OTHERS = 'delete from payer_portal_sessions where login_id = $1 and id <> $2 returning id'

type Args = { payer: PayerUser; session: number | null | 'others' }

/** Ends one session of the caller's own login, or all but the calling one. Throws `session_not_found`, also for anybody else's. */
export async function endSessions(req: PayloadRequest, { payer, session }: Args): Promise<void> {
  await withTransaction(req.payload, async (tx) => {
    const { rows } =
      session === 'others'
        ? await tx.query({ name: 'sessions-end-others', text: OTHERS, values: [payer.loginId, payer.sessionId] })
        : await tx.query({ name: 'sessions-end-one', text: ONE, values: [payer.loginId, session] })
    if (rows.length === 0 && session !== 'others') throw new PortalError('session_not_found')
    await recordAudit(tx, { req, action: 'sessions_ended', payer: payer.id, data: { count: rows.length } })
  })
}
