import type { Queryable } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import { endAccess } from '../login/endAccess.ts'
import { lockPayerLife } from './payerLife.ts'
import { refuseWhilePaying } from './refuseWhilePaying.ts'

const ARCHIVE = 'update payers set archived_at = now(), updated_at = now() where id = $1 and archived_at is null'
const UNARCHIVE = 'update payers set archived_at = null, updated_at = now() where id = $1'

/** Puts a payer away: the login goes, what it saw is seen no more, everything else stays. Repeatable. Throws `payer_busy`. */
export async function archivePayer(tx: Queryable, payer: number): Promise<void> {
  const life = await lockPayerLife(tx, payer)
  if (life.isArchived) return
  await refuseWhilePaying(tx, [payer])
  await endAccess(tx, { payer, removeLogin: true })
  await tx.query({ name: 'payer-archive', text: ARCHIVE, values: [payer] })
}

/** Takes a payer out of the archive, without login access. Throws `payer_erased`, `payer_merged`. */
export async function unarchivePayer(tx: Queryable, payer: number): Promise<void> {
  const life = await lockPayerLife(tx, payer)
  if (life.isErased) throw new PortalError('payer_erased')
  if (life.mergedInto !== null) throw new PortalError('payer_merged', { data: { mergedInto: life.mergedInto } })
  await tx.query({ name: 'payer-unarchive', text: UNARCHIVE, values: [payer] })
}
