import { createHash } from 'node:crypto'
import type { PayloadRequest } from 'payload'
import { recordAudit } from '../../audit/recordAudit.ts'
import { poolOf, withTransaction } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { refuseFrozenMethods } from '../../login/emailChange/refuseFrozenMethods.ts'
import { declineAdvice } from '../declineAdvice.ts'
import { gatewayOf } from '../gatewayOf.ts'
import type { GatewaySetup } from '../PaymentGateway.ts'
import type { PayingPayer } from '../PaymentRequest.ts'
import { readConsentVersion } from '../readConsentVersion.ts'
import { withCustomer } from '../withCustomer.ts'
import { findMethod, type PaymentMethodDoc } from './listMethods.ts'
import { storeSetup } from './storeSetup.ts'

type Args = { req: PayloadRequest; payer: PayingPayer; confirmationToken: string }

export type AddedMethod = { paymentMethod: PaymentMethodDoc } | { clientSecret: string } | { paymentMethod: null }

/** The consent is on record before the gateway keeps anything for the payer. */
async function recordConsent({ req, payer }: Args, setup: GatewaySetup): Promise<void> {
  await withTransaction(req.payload, async (tx) => {
    const version = await readConsentVersion(tx)
    const data = { setup: setup.id, version, login: payer.loginId }
    await recordAudit(tx, { req, action: 'payment_method.consent', payer: payer.id, data })
  })
}

/**
 * Keeps a method for later, with this person's consent and without a charge. Answers the method, or the
 * secret with which the browser goes on when the bank asks. Throws `payment_declined`,
 * `payment_details_invalid`, `payment_methods_frozen`, `gateway_unavailable`.
 */
export async function addMethod(args: Args): Promise<AddedMethod> {
  const { req, payer, confirmationToken } = args
  const { payload } = req
  await refuseFrozenMethods(poolOf(payload), payer.id)
  // A token can be used once: a repeat after a lost answer finds the first setup again.
  const token = createHash('sha256').update(confirmationToken).digest('hex').slice(0, 40)
  const setup = await withCustomer(payload, payer.id, (customer) =>
    gatewayOf(payload).saveMethod({
      customer,
      confirmationToken,
      returnUrl: `${payload.config.serverURL}/portal/payment-methods`,
      idempotencyKey: `setup-${payer.id}-${customer}-${token}`,
    }),
  )
  if (setup.status === 'failed') throw new PortalError('payment_declined', declineAdvice(setup.failure?.code ?? ''))
  await recordConsent(args, setup)
  if (setup.status === 'requires_action' && setup.clientSecret) return { clientSecret: setup.clientSecret }
  await storeSetup({ payload, setup, req })
  const kept = setup.method
    ? await findMethod(poolOf(payload), { payer: payer.id, login: payer.loginId, gatewayId: setup.method.id })
    : null
  return { paymentMethod: kept }
}
