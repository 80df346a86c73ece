import type { Payload } from 'payload'
import type { Queryable } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import { enqueueJob } from '../jobs/enqueueJob.ts'
import { enqueueMail } from '../mail/enqueueMail.ts'
import { portalOptions } from '../options/portalOptions.ts'
import { createOneTimeToken } from './createOneTimeToken.ts'
import { nextMailAt } from './nextMailAt.ts'
import { revokeTokens } from './revokeTokens.ts'

type Args = {
  payload: Payload
  payer: number
  /** What a second mail inside the cool-down does: wait for its end, or be refused. */
  insideCooldown: 'wait' | 'refuse'
}

const QUEUED = `update payers set invite_status = 'queued', invite_sent_at = null, invite_error = null where id = $1 and login_access
 and not exists (select 1 from payer_portal_memberships where payer_id = $1) returning email`

/**
 * Queues the welcome mail with a new link, in the caller's transaction; an older link is dead.
 * Throws `login_access_off` unless the payer has login access and no login yet, and
 * `too_many_requests` inside the cool-down when told to refuse.
 */
export async function invitePayer(tx: Queryable, { payload, payer, insideCooldown }: Args): Promise<void> {
  const { times } = portalOptions(payload)
  await tx.query({ name: 'login-lock-payer', text: 'select 1 from payers where id = $1 for update', values: [payer] })
  // The mail that waits is replaced, so it must not hold up its successor.
  if (insideCooldown === 'wait') await revokeTokens(tx, { payer, purpose: 'invite' })
  const next = await nextMailAt(tx, { payer, cooldown: times.mailCooldown })
  if (next && insideCooldown === 'refuse') {
    throw new PortalError('too_many_requests', {
      data: { retryAfter: Math.ceil((next.getTime() - Date.now()) / 1000) },
    })
  }
  const { rows } = await tx.query<{ email: string }>({ name: 'login-invite-queued', text: QUEUED, values: [payer] })
  const email = rows[0]?.email
  if (!email) throw new PortalError('login_access_off')
  const expiresAt = new Date((next?.getTime() ?? Date.now()) + times.invite * 1000)
  const token = await createOneTimeToken(tx, {
    secret: payload.secret,
    purpose: 'invite',
    payer,
    email: email.toLowerCase(),
    expiresAt,
  })
  await enqueueMail(tx, { kind: 'invite', recipient: email, payer, token, ...(next ? { runAt: next } : {}) })
  await enqueueJob(tx, { task: 'expireInvite', payload: { token }, runAt: expiresAt })
}
