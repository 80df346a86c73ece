import type { Payload, PayloadRequest } from 'payload'
import { recordAudit } from '../../audit/recordAudit.ts'
import { poolOf, type Queryable, withTransaction } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { enqueueJob } from '../../jobs/enqueueJob.ts'
import { refuseFrozenMethods } from '../../login/emailChange/refuseFrozenMethods.ts'
import { gatewayOf } from '../gatewayOf.ts'
import type { PayingPayer } from '../PaymentRequest.ts'

async function checkUnused(tx: Queryable, method: number): Promise<void> {
  const { rowCount } = await tx.query({
    name: 'method-in-use',
    text: `select 1 from payer_portal_gateway_payments g join transactions t on t.id = g.transaction_id
      where g.chosen_method_id = $1 and t.status in ('pending', 'requires_action', 'processing') limit 1`,
    values: [method],
  })
  if (rowCount) throw new PortalError('payment_method_in_use')
}

/**
 * Removes an own method: at once for the payer, and at the gateway by a job of the same commit. Throws
 * `payment_method_not_found`, `payment_method_in_use`, `payment_methods_frozen`.
 */
export async function removeMethod({
  req,
  payer,
  method,
}: {
  req: PayloadRequest
  payer: PayingPayer
  method: number
}): Promise<void> {
  await withTransaction(req.payload, async (tx) => {
    const { rowCount } = await tx.query({
      name: 'method-remove',
      text: 'update payer_portal_payment_methods set removed_at = now(), is_default = false where id = $1 and payer_id = $2 and removed_at is null',
      values: [method, payer.id],
    })
    if (!rowCount) throw new PortalError('payment_method_not_found')
    await refuseFrozenMethods(tx, payer.id)
    await checkUnused(tx, method)
    await recordAudit(tx, { req, action: 'method_removed', payer: payer.id, data: { method } })
    await enqueueJob(tx, { task: 'detachMethod', payload: { method }, jobKey: `detach-method-${method}` })
  })
}

/** Takes a removed method off its customer at the gateway. Repeatable. Throws `gateway_unavailable`. */
export async function detachMethod({ payload, method }: { payload: Payload; method: number }): Promise<void> {
  const { rows } = await poolOf(payload).query<{ gateway_id: string }>({
    name: 'method-removed',
    text: 'select gateway_id from payer_portal_payment_methods where id = $1 and removed_at is not null',
    values: [method],
  })
  if (rows[0]) await gatewayOf(payload).detachMethod({ method: rows[0].gateway_id })
}
