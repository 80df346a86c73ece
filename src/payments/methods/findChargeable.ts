import type { Payload } from 'payload'
import { poolOf } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { refuseFrozenMethods } from '../../login/emailChange/refuseFrozenMethods.ts'
import { findCustomer } from '../ensureCustomer.ts'
import { gatewayOf } from '../gatewayOf.ts'
import type { PayingPayer } from '../PaymentRequest.ts'

/**
 * The gateway's id of a kept method that this payer may be charged by: it is the payer's own here, and
 * still under the payer's own customer at the gateway. Anything else answers `payment_method_not_found`.
 * Throws `consent_required` when another person consented to it, `payment_methods_frozen`, `gateway_unavailable`.
 */
export async function findChargeable(payload: Payload, payer: PayingPayer, method: number): Promise<string> {
  const { rows } = await poolOf(payload).query<{ gateway_id: string; consent_login_id: number | null }>({
    name: 'method-chargeable',
    text: 'select gateway_id, consent_login_id from payer_portal_payment_methods where id = $1 and payer_id = $2 and removed_at is null',
    values: [method, payer.id],
  })
  const [row] = rows
  if (!row) throw new PortalError('payment_method_not_found')
  await refuseFrozenMethods(poolOf(payload), payer.id)
  if (row.consent_login_id !== payer.loginId) throw new PortalError('consent_required')
  const [customer, kept] = await Promise.all([
    findCustomer(payload, payer.id),
    gatewayOf(payload).retrieveMethod({ method: row.gateway_id }),
  ])
  if (!kept || !customer || kept.customer !== customer) throw new PortalError('payment_method_not_found')
  return kept.id
}
