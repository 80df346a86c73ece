import type { Queryable } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'

const FROZEN = `select max(c.undo_until) as until from payer_portal_email_changes c left join payer_portal_people m on m.id = c.person_id
 where c.payer_id = $1 and c.confirmed_at is not null and c.undone_at is null and c.undo_until > now() and m.role is distinct from 'view'`

/** Until when a payer's saved payment methods are frozen, because a change of an email of somebody who may pay can still be undone; null when they are not. */
export async function methodsFrozenUntil(tx: Queryable, payer: number): Promise<Date | null> {
  const { rows } = await tx.query<{ until: Date | null }>({ name: 'methods-frozen', text: FROZEN, values: [payer] })
  return rows[0]?.until ?? null
}

/** Throws `payment_methods_frozen` while a change of the payer's email can still be undone. */
export async function refuseFrozenMethods(tx: Queryable, payer: number): Promise<void> {
  const until = await methodsFrozenUntil(tx, payer)
  if (until) throw new PortalError('payment_methods_frozen', { data: { until } })
}
