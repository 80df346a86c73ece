import { createHash } from 'node:crypto'
import type { Payload } from 'payload'
import { poolOf } from '../base/database.ts'
import { gatewayOf } from './gatewayOf.ts'

/** Two hosts that share one gateway account (a staging one, say) must not share their payers. */
function hostTag(payload: Payload): string {
  return createHash('sha256').update(`customers:${payload.secret}`).digest('hex').slice(0, 12)
}

async function storeCustomer(
  payload: Payload,
  payer: number,
  customer: { gateway: string; id: string },
): Promise<string> {
  const pool = poolOf(payload)
  await pool.query({
    name: 'customer-insert',
    text: 'insert into payer_portal_customers (payer_id, gateway, customer_id) values ($1, $2, $3) on conflict (payer_id) do nothing',
    values: [payer, customer.gateway, customer.id],
  })
  return (await findCustomer(payload, payer)) ?? customer.id
}

/** The gateway's customer of this payer, null before the first payment. */
export async function findCustomer(payload: Payload, payer: number): Promise<string | null> {
  const { rows } = await poolOf(payload).query<{ customer_id: string }>({
    name: 'customer-find',
    text: 'select customer_id from payer_portal_customers where payer_id = $1',
    values: [payer],
  })
  return rows[0]?.customer_id ?? null
}

/** The payer's one customer at the gateway, made at first use; parallel first uses get the same one. Throws `gateway_unavailable`. */
export async function ensureCustomer(payload: Payload, payer: number): Promise<string> {
  const known = await findCustomer(payload, payer)
  if (known) return known
  const gateway = gatewayOf(payload)
  const { customer } = await gateway.ensureCustomer({
    payerReference: `payer-${payer}`,
    idempotencyKey: `customer-${hostTag(payload)}-${payer}`,
  })
  return storeCustomer(payload, payer, { gateway: gateway.key, id: customer })
}
