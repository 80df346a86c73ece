import type { Queryable } from '../../base/database.ts'

const TAKE =
  'update transactions set refunded_amount = coalesce(refunded_amount, 0) + $2::numeric, updated_at = now() where id = $1'

/** Counts an amount in minor units as gone back of a payment, under the payment's lock. */
export async function takeRefunded(
  tx: Queryable,
  { payment, amount }: { payment: number; amount: number },
): Promise<void> {
  await tx.query({ name: 'refund-take', text: TAKE, values: [payment, amount] })
}
