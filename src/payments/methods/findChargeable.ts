import type { Payload } from 'payload'
import { poolOf } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { refuseFrozenMethods } from '../../login/emailChange/refuseFrozenMethods.ts'
import { gatewayOf } from '../gatewayOf.ts'
import type { PayingPayer } from '../PaymentRequest.ts'
import { findCustomer } from '../withCustomer.ts'
import { removeGone } from './followMethod.ts'

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
  if (!kept || !customer || kept.customer !== customer) {
    // The gateway knows it, and not as this payer's: it left the customer there, or went with it.
    if (kept && customer) await removeGone(payload, method)
    throw new PortalError('payment_method_not_found')
  }
  return kept.id
}
