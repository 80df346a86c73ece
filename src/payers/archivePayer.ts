import type { Queryable } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import { endAccess } from '../login/endAccess.ts'
import { lockPayerLife } from './payerLife.ts'
import { refuseWhilePaying } from './refuseWhilePaying.ts'

const ARCHIVE = 'update payers set archived_at = now(), updated_at = now() where id = $1 and archived_at is null'
// Its rules give something again: the mark tells the pages that were kept meanwhile.
const UNARCHIVE = `with back as (update payers set archived_at = null, updated_at = now() where id = $1 returning id)
  insert into payer_portal_scope_changes (xid, payer_id) select pg_current_xact_id(), id from back`

/** Puts a payer away: the login goes, what it saw is seen no more, everything else stays. False when it was away already. Throws `payer_busy`. */
export async function archivePayer(tx: Queryable, payer: number): Promise<boolean> {
  const life = await lockPayerLife(tx, payer)
  if (life.isArchived) return false
  await refuseWhilePaying(tx, [payer])
  await endAccess(tx, { payer, removeLogin: true })
  await tx.query({ name: 'payer-archive', text: ARCHIVE, values: [payer] })
  return true
}

/** Takes a payer out of the archive, without login access. False when it was not in there. Throws `payer_erased`, `payer_merged`. */
export async function unarchivePayer(tx: Queryable, payer: number): Promise<boolean> {
  const life = await lockPayerLife(tx, payer)
  if (life.isErased) throw new PortalError('payer_erased')
  if (life.mergedInto !== null) throw new PortalError('payer_merged', { data: { mergedInto: life.mergedInto } })
  if (!life.isArchived) return false
  await tx.query({ name: 'payer-unarchive', text: UNARCHIVE, values: [payer] })
  return true
}
