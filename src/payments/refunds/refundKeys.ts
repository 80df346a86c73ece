import { createHash } from 'node:crypto'
import type { Queryable } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import type { RefundWish } from './planRefund.ts'

type Asked = { payment: number; key: string; wish: RefundWish }

/** The same for wishes that ask for the same, whatever the order of their allocations. */
function hashOf({ amount, allocations }: RefundWish): string {
  const lines = allocations?.map(({ invoice, amount: part }) => [invoice, part] as const).sort(([a], [b]) => a - b)
  return createHash('sha256')
    .update(JSON.stringify([amount ?? null, lines ?? null]))
    .digest('hex')
}

/**
 * The refund that this key made of this payment before, null for a new key. Asked under the payment's lock, so
 * that of parallel requests the later ones find what the first one made. Throws `idempotency_key_reused`.
 */
export async function findRefundOf(tx: Queryable, { payment, key, wish }: Asked): Promise<number | null> {
  const { rows } = await tx.query<{ hash: string; refund: number }>({
    name: 'refund-repeat',
    text: 'select request_hash as hash, refund_id as refund from payer_portal_refund_keys where payment_id = $1 and key = $2',
    values: [payment, key],
  })
  const [earlier] = rows
  if (!earlier) return null
  if (earlier.hash !== hashOf(wish))
    throw new PortalError('idempotency_key_reused', {
      message: 'This refund was asked for before with another amount. Look at the payment, then begin a new refund.',
    })
  return earlier.refund
}

/** Keeps for good which refund this key made, in the commit that stores the refund. */
export async function keepRefundKey(
  tx: Queryable,
  { payment, key, wish, refund }: Asked & { refund: number },
): Promise<void> {
  await tx.query({
    name: 'refund-key',
    text: 'insert into payer_portal_refund_keys (payment_id, key, request_hash, refund_id) values ($1, $2, $3, $4)',
    values: [payment, key, hashOf(wish), refund],
  })
}
