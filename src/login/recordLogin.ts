import type { PayloadRequest } from 'payload'
import { recordAudit } from '../audit/recordAudit.ts'
import type { Queryable } from '../base/database.ts'
import type { OpenedSession } from './openSession.ts'

type Args = {
  req: PayloadRequest
  session: OpenedSession
  /** The second factor that was asked for. */
  factor?: string
}

/** Writes a login down, in the transaction that opens its session. */
export async function recordLogin(tx: Queryable, { req, session, factor }: Args): Promise<void> {
  const payer = session.payer.id
  await recordAudit(tx, {
    req,
    action: 'login',
    payer,
    actor: { collection: 'payers', id: payer, person: session.payer.personId },
    data: { login: session.payer.loginId, ...(factor ? { factor } : {}) },
  })
}
