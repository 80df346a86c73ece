import type { Queryable } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'

const SHARED = `select 1 from payer_portal_email_changes c join payer_portal_email_changes o on coalesce(o.request_id, o.id) = coalesce(c.request_id, c.id)
 where c.payer_id = any($1::int[]) and o.payer_id <> all($1::int[]) and o.confirmed_at is not null and o.undone_at is null and o.undo_until > now() limit 1`

/** Throws `payer_frozen` while other payers' email can still be put back by the link that would go with one of these. */
export async function refuseWhileUndoable(tx: Queryable, payers: number[]): Promise<void> {
  const { rowCount } = await tx.query({ name: 'payer-undoable', text: SHARED, values: [payers] })
  if (rowCount) throw new PortalError('payer_frozen')
}
