import type { Payload } from 'payload'
import { PortalError } from '../base/errors.ts'
import { portalOptions } from '../options/portalOptions.ts'
import type { PaymentGateway } from './PaymentGateway.ts'

/** The gateway of this host. Throws `payments_unavailable` when it has none. */
export function gatewayOf(payload: Payload): PaymentGateway {
  const { gateway } = portalOptions(payload)
  if (!gateway) throw new PortalError('payments_unavailable')
  return gateway
}
