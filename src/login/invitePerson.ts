import type { Payload } from 'payload'
import type { Queryable } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import { enqueueJob } from '../jobs/enqueueJob.ts'
import { enqueueMail } from '../mail/enqueueMail.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { createOneTimeToken } from './createOneTimeToken.ts'
import { nextMailAt, nextOwnMailAt } from './nextMailAt.ts'
import { revokeTokens } from './revokeTokens.ts'

type Args = {
  payload: Payload
  /** The owner of a payer, or one of its further people. */
  person: number
  /** What a second mail inside the cool-down does: wait for its end, or be refused. */
  insideCooldown: 'wait' | 'refuse'
}

type Invited = { payer: number; email: string; login: number | null; access: boolean }

// Locked in the order payer, person, as everywhere.
const LOCK = `select p.id from payers p where p.id = (select payer_id from payer_portal_people where id = $1) for update`
const FIND = `select m.payer_id as payer, m.email, m.login_id as login,
 exists (select 1 from payer_portal_people o where o.payer_id = m.payer_id and o.role = 'owner') as access
 from payer_portal_people m where m.id = $1`
const QUEUED = `update payer_portal_people set invite_status = 'queued', invite_sent_at = null, invite_error = null, invite_response = null, updated_at = now() where id = $1`

/**
 * Queues the welcome mail with a new link, in the caller's transaction; an older link is dead.
 * Throws `login_access_off` unless the payer has login access, `login_exists` when the person accepted
 * an invite before, and `too_many_requests` inside the cool-down when told to refuse.
 */
export async function invitePerson(tx: Queryable, { payload, person, insideCooldown }: Args): Promise<void> {
  const { times } = portalOptions(payload)
  await tx.query({ name: 'login-lock-invited', text: LOCK, values: [person] })
  const { rows } = await tx.query<Invited>({ name: 'login-find-invited', text: FIND, values: [person] })
  const invited = rows[0]
  if (!invited?.access) throw new PortalError('login_access_off')
  if (invited.login !== null) throw new PortalError('login_exists')
  const { payer, email } = invited
  const own = insideCooldown === 'refuse' && (await nextOwnMailAt(tx, { email, cooldown: times.mailCooldown, person }))
  if (own) {
    throw new PortalError('too_many_requests', {
      data: { retryAfter: Math.ceil((own.getTime() - Date.now()) / 1000) },
    })
  }
  // The mail that waits is replaced, so it must not hold up its successor.
  await revokeTokens(tx, { payer, person, purpose: 'invite' })
  // Mails for other payers of the same address make this one wait, and are not told of: the caller may not know them.
  const next = await nextMailAt(tx, { email, cooldown: times.mailCooldown })
  await tx.query({ name: 'login-invite-queued', text: QUEUED, values: [person] })
  const expiresAt = new Date((next?.getTime() ?? Date.now()) + times.invite * 1000)
  const token = await createOneTimeToken(tx, {
    secret: payload.secret,
    purpose: 'invite',
    payer,
    person,
    email: email.toLowerCase(),
    expiresAt,
  })
  await enqueueMail(tx, { kind: 'invite', recipient: email, payer, person, token, ...(next ? { runAt: next } : {}) })
  await enqueueJob(tx, { task: 'expireInvite', payload: { token }, runAt: expiresAt })
}
