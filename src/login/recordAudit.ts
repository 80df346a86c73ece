import type { PayloadRequest } from 'payload'
import type { Queryable } from '../base/database.ts'
import { clientAddress } from './clientAddress.ts'

type Entry = {
  req?: PayloadRequest
  /** What was done, such as `invite` or `login_failed`. */
  action: string
  payer?: number | null
  /** @default the caller */
  actor?: { collection: string; id: number | string }
  /** Never a password, a token or an email. */
  data?: Record<string, unknown>
}

const INSERT = `insert into payer_portal_audit (actor_collection, actor_id, action, payer_id, data, ip) values ($1, $2, $3, $4, $5, $6)`

/** Writes down who did what to whom, in the caller's transaction. */
export async function recordAudit(
  tx: Queryable,
  { req, action, payer = null, actor, data = {} }: Entry,
): Promise<void> {
  const user = actor ?? (req?.user ? { collection: req.user.collection, id: req.user.id } : null)
  const address = req?.headers ? clientAddress(req) : null
  await tx.query({
    name: 'portal-audit',
    text: INSERT,
    values: [user?.collection ?? null, user ? String(user.id) : null, action, payer, JSON.stringify(data), address],
  })
}
