import type { Queryable } from '../base/database.ts'

const LOCK = `select id from payers where id in (select payer_id from payer_portal_people where lower(email) = $1) order by id for update`
const MARK = `update payer_portal_people set bounce_reason = $2, bounced_at = now(), updated_at = now() where lower(email) = $1`
const CLEAR = `update payer_portal_people set bounce_reason = null, bounced_at = null, updated_at = now() where lower(email) = $1 and bounce_reason is not null`
const HAS = `select 1 from payer_portal_people where lower(email) = $1 and bounce_reason is not null limit 1`

/** Writes down, at everybody with this address, why mails to it come back; staff see it on the payer. */
export async function markBounced(tx: Queryable, { email, reason }: { email: string; reason: string }): Promise<void> {
  const address = email.toLowerCase()
  await tx.query({ name: 'mail-lock-payers', text: LOCK, values: [address] })
  await tx.query({
    name: 'mail-mark-bounced',
    text: MARK,
    values: [address, reason.replace(/\s+/g, ' ').slice(0, 300)],
  })
}

/** Forgets the problem of an address: a mail arrived there. */
export async function clearBounce(tx: Queryable, email: string): Promise<void> {
  const address = email.toLowerCase()
  const { rows } = await tx.query({ name: 'mail-has-bounced', text: HAS, values: [address] })
  if (rows.length === 0) return
  await tx.query({ name: 'mail-lock-payers', text: LOCK, values: [address] })
  await tx.query({ name: 'mail-clear-bounce', text: CLEAR, values: [address] })
}
