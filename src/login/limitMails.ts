import type { PayloadRequest } from 'payload'
import type { Queryable } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import { clientAddress, clientNetwork } from './clientAddress.ts'

/** How many mails with a link one caller may cause in an hour, and everybody at one address together. */
export const MAILS_PER_HOUR = { staff: 500, payer: 20, address: 2000 } as const

// What is counted is what the audit log says: no counter of its own, so nothing to lock and nothing that a rollback leaves behind.
const CAUSES = `array['login_access_on', 'invite', 'reset_password', 'change_email', 'person_added', 'person_invited', 'person_reset']`
const BY_ACTOR = `select count(*)::int as mails from audit_log where actor_id = $2 and actor_collection = $1
 and action = any(${CAUSES}) and created_at > now() - interval '1 hour'`
const BY_ADDRESS = `select count(*)::int as mails from audit_log where ip = $1
 and action = any(${CAUSES}) and created_at > now() - interval '1 hour'`

const TOO_MANY = 'No more mails with a link can be sent for now. Please go on in an hour.'

async function count(tx: Queryable, statement: { name: string; text: string; values: unknown[] }): Promise<number> {
  const { rows } = await tx.query<{ mails: number }>(statement)
  return rows[0]?.mails ?? 0
}

/**
 * Refuses what would mail a link, after this caller (a member of staff, or all people of one payer) or
 * this address caused too many in the last hour. The host's own code, which has no user, is not limited.
 * Throws `too_many_requests`.
 */
export async function limitMails(tx: Queryable, req: PayloadRequest): Promise<void> {
  const { user } = req
  if (!user) return
  const most = user.collection === 'payers' ? MAILS_PER_HOUR.payer : MAILS_PER_HOUR.staff
  const values = [user.collection, String(user.id)]
  const caused = await count(tx, { name: 'login-mails-by-actor', text: BY_ACTOR, values })
  // Where no trusted hop says who is calling, one caller could use up the mails of everybody.
  const address = req.headers && clientNetwork(req) !== null ? clientAddress(req) : null
  const near = address ? await count(tx, { name: 'login-mails-by-address', text: BY_ADDRESS, values: [address] }) : 0
  if (caused >= most || near >= MAILS_PER_HOUR.address)
    throw new PortalError('too_many_requests', { message: TOO_MANY, data: { retryAfter: 3600 } })
}
