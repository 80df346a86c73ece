import type { Queryable } from '../../base/database.ts'

export type PendingChange = {
  id: number
  payer: number
  person: number
  scope: 'record' | 'login'
  email: string
  requestedAt: Date
  expiresAt: Date
}
/** A confirmed change that can still be undone. */
export type UndoableChange = { id: number; oldEmail: string; email: string; confirmedAt: Date; undoUntil: Date }

type Of = { payer: number; login: number | null }

const PENDING = `select c.id, c.payer_id as payer, c.person_id as person, c.scope, c.new_email as email, c.requested_at as "requestedAt", t.expires_at as "expiresAt"
 from payer_portal_email_changes c join payer_portal_tokens t on t.id = c.token_id and t.used_at is null and t.expires_at > now()
 where c.login_id = $2 and (c.payer_id = $1 or c.scope = 'login') and c.confirmed_at is null and c.canceled_at is null order by c.id desc limit 1`
const undoable = (
  whose: string,
): string => `select coalesce(c.request_id, c.id) as id, c.old_email as "oldEmail", c.new_email as email,
 c.confirmed_at as "confirmedAt", c.undo_until as "undoUntil" from payer_portal_email_changes c
 join payers p on p.id = c.payer_id left join payer_portal_people m on m.id = c.person_id
 where c.payer_id = $1 and c.confirmed_at is not null and c.undone_at is null and c.undo_until > now() and (${whose}) order by c.id desc limit 1`
const UNDOABLE = undoable('m.login_id = $2')
// An owner goes with the access, and the record keeps the address.
const OF_OWNER = undoable(`m.role = 'owner' or m.id is null and lower(p.email) = lower(c.new_email)`)

/** The change that waits for its confirmation and would move this login's access to this payer. */
export async function readPending(tx: Queryable, { payer, login }: Of): Promise<PendingChange | null> {
  const { rows } = await tx.query<PendingChange>({ name: 'email-pending', text: PENDING, values: [payer, login] })
  return rows[0] ?? null
}

/** The confirmed change of a payer's owner that staff can still undo, also after they switched access off, or off and on. */
export async function readUndoableOfOwner(tx: Queryable, payer: number): Promise<UndoableChange | null> {
  const { rows } = await tx.query<UndoableChange>({ name: 'email-undoable-of-owner', text: OF_OWNER, values: [payer] })
  return rows[0] ?? null
}

/** The confirmed change of this login's person of the payer that the old address can still undo. */
export async function readUndoable(tx: Queryable, { payer, login }: Of): Promise<UndoableChange | null> {
  const { rows } = await tx.query<UndoableChange>({ name: 'email-undoable', text: UNDOABLE, values: [payer, login] })
  return rows[0] ?? null
}
