import type { Queryable } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'

export type PayerLife = {
  id: number
  name: string | null
  email: string
  isArchived: boolean
  isErased: boolean
  mergedInto: number | null
}

// Weaker than for update, so that a receipt that is being written does not stand in the way; a payment and a login wait.
const LOCK = `select id, name, email, archived_at is not null as "isArchived", erased_at is not null as "isErased", merged_into::int as "mergedInto"
 from payers where id = any($1::int[]) order by id for no key update`

/** Locks these payers in id order and says what became of each. Throws `payer_not_found` when one is missing. */
export async function lockPayerLives(tx: Queryable, ids: number[]): Promise<Map<number, PayerLife>> {
  const { rows } = await tx.query<PayerLife>({ name: 'payer-lock-lives', text: LOCK, values: [ids] })
  const lives = new Map(rows.map((row) => [row.id, row]))
  if (ids.some((id) => !lives.has(id))) throw new PortalError('payer_not_found')
  return lives
}

/** One payer, locked. Throws `payer_not_found`. */
export async function lockPayerLife(tx: Queryable, id: number): Promise<PayerLife> {
  const life = (await lockPayerLives(tx, [id])).get(id)
  if (!life) throw new PortalError('payer_not_found')
  return life
}
