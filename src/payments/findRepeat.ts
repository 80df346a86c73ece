import type { Queryable } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'

type Args = { payer: number; key: string; hash: string }

/**
 * The transaction that this Idempotency-Key made before, null for a new key. Keys are kept for good and
 * are the payer's own. Throws `idempotency_key_reused` when the earlier request asked for something else.
 */
export async function findRepeat(tx: Queryable, { payer, key, hash }: Args): Promise<number | null> {
  const { rows } = await tx.query<{ request_hash: string; transaction_id: number }>({
    name: 'payment-repeat',
    text: 'select request_hash, transaction_id from payer_portal_idempotency where payer_id = $1 and key = $2',
    values: [payer, key],
  })
  const [earlier] = rows
  if (!earlier) return null
  if (earlier.request_hash !== hash) throw new PortalError('idempotency_key_reused')
  return earlier.transaction_id
}
