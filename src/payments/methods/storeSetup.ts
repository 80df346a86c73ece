import type { Payload, PayloadRequest } from 'payload'
import { withTransaction } from '../../base/database.ts'
import type { GatewaySetup } from '../PaymentGateway.ts'
import { insertMethod } from './keepMethod.ts'

/** The consent that came with exactly this setup, of the payer whose customer it is. */
const CONSENT = `select a.payer_id as payer, a.data->>'version' as version, l.id as login from payer_portal_customers c
  join audit_log a on a.payer_id = c.payer_id and a.action = 'payment_method.consent' and a.data->>'setup' = $2
  join payers p on p.id = c.payer_id and p.archived_at is null
  left join payer_portal_logins l on l.id = (a.data->>'login')::int
  where c.customer_id = $1 order by a.id limit 1`

type Args = {
  payload: Payload
  setup: GatewaySetup
  /** The call that added it; the processor told of it otherwise. */
  req?: PayloadRequest
}

/** Notes the method of a finished setup. Without a recorded consent, or for a customer that is none of ours, nothing is noted. Repeatable. */
export async function storeSetup({ payload, setup, req }: Args): Promise<void> {
  const { method, customer, status } = setup
  if (status !== 'succeeded' || !method || !customer || method.customer !== customer) return
  await withTransaction(payload, async (tx) => {
    const { rows } = await tx.query<{ payer: number; version: string; login: number | null }>({
      name: 'setup-consent',
      text: CONSENT,
      values: [customer, setup.id],
    })
    if (rows[0]) await insertMethod(tx, method, { ...rows[0], ...(req ? { req } : {}) })
  })
}
