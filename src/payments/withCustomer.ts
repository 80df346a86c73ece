import { createHash } from 'node:crypto'
import type { Payload } from 'payload'
import { recordAudit } from '../audit/recordAudit.ts'
import { poolOf, type Queryable, withTransaction } from '../base/database.ts'
import { PortalError } from '../base/errors.ts'
import { gatewayOf } from './gatewayOf.ts'
import { lockMethods } from './methods/lockMethods.ts'

type Customer = { payer: number; gateway: string; id: string }

/** Two hosts that share one gateway account (a staging one, say) must not share their payers. */
function hostTag(payload: Payload): string {
  return createHash('sha256').update(`customers:${payload.secret}`).digest('hex').slice(0, 12)
}

const INSERT =
  'insert into payer_portal_customers (payer_id, gateway, customer_id) values ($1, $2, $3) on conflict (payer_id) do nothing'
const REPLACE =
  'update payer_portal_customers set gateway = $2, customer_id = $3, created_at = now() where payer_id = $1 and customer_id = $4'
const REMOVE =
  'update payer_portal_payment_methods set removed_at = now(), is_default = false where payer_id = $1 and removed_at is null returning id'

/** The gateway's customer of this payer, null before the first payment. */
export async function findCustomer(payload: Payload, payer: number): Promise<string | null> {
  const { rows } = await poolOf(payload).query<{ customer_id: string }>({
    name: 'customer-find',
    text: 'select customer_id from payer_portal_customers where payer_id = $1',
    values: [payer],
  })
  return rows[0]?.customer_id ?? null
}

/** At the gateway; the same one for parallel calls. `gone`: instead of this one, whose key would find it again. */
async function makeCustomer(payload: Payload, payer: number, gone: string | null): Promise<Customer> {
  const gateway = gatewayOf(payload)
  const { customer } = await gateway.ensureCustomer({
    payerReference: `payer-${payer}`,
    idempotencyKey: `customer-${hostTag(payload)}-${payer}${gone === null ? '' : `-after-${gone}`}`,
  })
  return { payer, gateway: gateway.key, id: customer }
}

async function ensureCustomer(payload: Payload, payer: number): Promise<string> {
  const known = await findCustomer(payload, payer)
  if (known) return known
  const { gateway, id } = await makeCustomer(payload, payer, null)
  await poolOf(payload).query({ name: 'customer-insert', text: INSERT, values: [payer, gateway, id] })
  return (await findCustomer(payload, payer)) ?? id
}

/** What was kept under a customer is gone with it. */
async function removeMethods(tx: Queryable, payer: number): Promise<void> {
  const { rows } = await tx.query<{ id: number }>({ name: 'customer-methods-gone', text: REMOVE, values: [payer] })
  for (const { id } of rows)
    await recordAudit(tx, { action: 'method_removed', actor: 'processor', payer, data: { method: id } })
}

/** By compare-and-set: whoever comes second takes the customer that the first one stored. */
async function replaceCustomer(payload: Payload, payer: number, gone: string): Promise<string> {
  const { gateway, id } = await makeCustomer(payload, payer, gone)
  await withTransaction(payload, async (tx) => {
    await lockMethods(tx, payer)
    const values = [payer, gateway, id, gone]
    const { rowCount } = await tx.query({ name: 'customer-replace', text: REPLACE, values })
    if (!rowCount) return
    await removeMethods(tx, payer)
    payload.logger.warn({ msg: 'A customer that was gone at the gateway is being replaced.', payer })
  })
  return (await findCustomer(payload, payer)) ?? id
}

/**
 * Runs a call with the payer's one customer at the gateway, made at first use; parallel first uses get the same
 * one. Where the gateway says that it is gone, the call runs again with a new one, and the methods that were kept
 * under the old one are removed. The call must not carry one idempotency key for two customers. Throws
 * `gateway_unavailable`, and what the call throws.
 */
export async function withCustomer<Result>(
  payload: Payload,
  payer: number,
  call: (customer: string) => Promise<Result>,
): Promise<Result> {
  const customer = await ensureCustomer(payload, payer)
  try {
    return await call(customer)
  } catch (error) {
    if (!(error instanceof PortalError) || error.code !== 'customer_gone') throw error
    return call(await replaceCustomer(payload, payer, customer))
  }
}
