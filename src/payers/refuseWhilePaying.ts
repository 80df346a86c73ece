import type { Queryable } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'

const OPEN = `select id, reference, status::text as status, amount::float8 as amount, currency from transactions
 where payer_id = any($1::int[]) and status in ('pending', 'requires_action', 'processing') order by id`

/** Throws `payer_busy`, with the transactions in `data`, while money of one of these payers is on its way. */
export async function refuseWhilePaying(tx: Queryable, payers: number[]): Promise<void> {
  const { rows } = await tx.query({ name: 'payer-open-transactions', text: OPEN, values: [payers] })
  if (rows.length > 0) throw new PortalError('payer_busy', { data: { transactions: rows } })
}
