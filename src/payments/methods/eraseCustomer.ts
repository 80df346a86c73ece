import type { Payload } from 'payload'
import { poolOf } from '../../base/database.ts'
import { gatewayOf } from '../gatewayOf.ts'

const METHODS = `select m.gateway_id as method from payer_portal_payment_methods m join payers p on p.id = m.payer_id
 where m.payer_id = $1 and p.erased_at is not null order by m.id`
const CUSTOMER = `select c.customer_id as customer from payer_portal_customers c join payers p on p.id = c.payer_id
 where c.payer_id = $1 and p.erased_at is not null`
const DONE = 'delete from payer_portal_customers where payer_id = $1 and customer_id = $2'

/**
 * Takes the methods of an erased payer off the gateway and deletes the customer there. Done once: our row of
 * the customer goes with it, and a repeat finds nothing. Throws `gateway_unavailable`; the job is then tried again.
 */
export async function eraseCustomer({ payload, payer }: { payload: Payload; payer: number }): Promise<void> {
  const pool = poolOf(payload)
  const { rows } = await pool.query<{ customer: string }>({ name: 'erase-customer', text: CUSTOMER, values: [payer] })
  const customer = rows[0]?.customer
  if (!customer) return
  const gateway = gatewayOf(payload)
  const methods = await pool.query<{ method: string }>({
    name: 'erase-customer-methods',
    text: METHODS,
    values: [payer],
  })
  for (const { method } of methods.rows) await gateway.detachMethod({ method })
  await gateway.deleteCustomer({ customer })
  await pool.query({ name: 'erase-customer-done', text: DONE, values: [payer, customer] })
}
