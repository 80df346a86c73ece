import type { Payload } from 'payload'
import { recordAudit } from '../../audit/recordAudit.ts'
import { poolOf, withTransaction } from '../../base/database.ts'
import { gatewayOf } from '../gatewayOf.ts'
import type { GatewayMethod } from '../PaymentGateway.ts'

type Known = { id: number; customer_id: string | null }

async function update(payload: Payload, id: number, now: GatewayMethod): Promise<void> {
  await poolOf(payload).query({
    name: 'method-follow',
    text: 'update payer_portal_payment_methods set brand = $2, last4 = $3, exp_month = $4, exp_year = $5 where id = $1',
    values: [id, now.brand, now.last4, now.expMonth, now.expYear],
  })
}

const GONE =
  'update payer_portal_payment_methods set removed_at = now(), is_default = false where id = $1 and removed_at is null returning payer_id as payer'

/** Removes a kept method that is no longer the payer's at the gateway. Once. */
export async function removeGone(payload: Payload, method: number): Promise<void> {
  await withTransaction(payload, async (tx) => {
    const { rows } = await tx.query<{ payer: number }>({ name: 'method-gone', text: GONE, values: [method] })
    const payer = rows[0]?.payer
    if (payer) await recordAudit(tx, { action: 'method_removed', actor: 'processor', payer, data: { method } })
  })
}

/**
 * Brings a kept method into the state that the gateway knows: a card that was renewed shows its new date,
 * and one that was taken off its customer there is gone here too. Answers why nothing was changed, null
 * when it was. Throws `gateway_unavailable`.
 */
export async function followMethod({
  payload,
  id: gatewayId,
}: {
  payload: Payload
  id: string
}): Promise<string | null> {
  const { rows } = await poolOf(payload).query<Known>({
    name: 'method-known',
    text: `select m.id, c.customer_id from payer_portal_payment_methods m left join payer_portal_customers c on c.payer_id = m.payer_id
      where m.gateway_id = $1 and m.removed_at is null`,
    values: [gatewayId],
  })
  const [known] = rows
  if (!known) return 'not ours'
  const now = await gatewayOf(payload).retrieveMethod({ method: gatewayId })
  if (now?.customer && now.customer === known.customer_id) await update(payload, known.id, now)
  else await removeGone(payload, known.id)
  return null
}
