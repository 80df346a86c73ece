import type { PayloadRequest } from 'payload'
import type { PayerUser } from '../../access/rules/payerOf.ts'
import { recordAudit } from '../audit/recordAudit.ts'
import { withTransaction } from '../base/database.ts'

const THIS = 'delete from payer_portal_sessions where id = $1'
const ALL = 'delete from payer_portal_sessions where login_id = $1'

type Args = { payer: PayerUser; isEverywhere: boolean }

/** Ends the caller's session, or all of the login, recorded in the same transaction. */
export async function logOut(req: PayloadRequest, { payer, isEverywhere }: Args): Promise<void> {
  await withTransaction(req.payload, async (tx) => {
    const { rowCount } = isEverywhere
      ? await tx.query({ name: 'login-end-sessions-own', text: ALL, values: [payer.loginId] })
      : await tx.query({ name: 'session-end', text: THIS, values: [payer.sessionId] })
    if (rowCount) await recordAudit(tx, { req, action: 'logout', payer: payer.id, data: { sessions: rowCount } })
  })
}
