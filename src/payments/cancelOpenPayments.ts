import type { Payload } from 'payload'
import { poolOf } from '../base/database.ts'
import { recoverPayment } from './recoverPayment.ts'

/**
 * Ends every payment of this payer that can still be ended, because login access or scope is gone; one
 * that is with the bank finishes. Repeatable. Throws the last error after having tried them all.
 */
export async function cancelOpenPayments({ payload, payer }: { payload: Payload; payer: number }): Promise<void> {
  const { rows } = await poolOf(payload).query<{ id: number }>({
    name: 'payments-open-of-payer',
    text: `select id from transactions where payer_id = $1 and kind = 'payment' and status in ('pending', 'requires_action')`,
    values: [payer],
  })
  const results = await Promise.allSettled(
    rows.map(({ id }) => recoverPayment({ payload, transaction: id, mode: 'end' })),
  )
  const failed = results.find((result): result is PromiseRejectedResult => result.status === 'rejected')
  if (failed) throw failed.reason
}
