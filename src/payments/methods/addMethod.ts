import { createHash } from 'node:crypto'
import type { Payload } from 'payload'
import { poolOf, withTransaction } from '../../base/database.ts'
import { PortalError } from '../../base/errors.ts'
import { refuseFrozenMethods } from '../../login/emailChange/refuseFrozenMethods.ts'
import { declineAdvice } from '../declineAdvice.ts'
import { ensureCustomer } from '../ensureCustomer.ts'
import { gatewayOf } from '../gatewayOf.ts'
import type { GatewaySetup } from '../PaymentGateway.ts'
import type { PayingPayer } from '../PaymentRequest.ts'
import { readConsentVersion } from '../readConsentVersion.ts'
import { findMethod, type PaymentMethodDoc } from './listMethods.ts'
import { storeSetup } from './storeSetup.ts'

type Args = { payload: Payload; payer: PayingPayer; confirmationToken: string }

export type AddedMethod = { paymentMethod: PaymentMethodDoc } | { clientSecret: string } | { paymentMethod: null }

/** The consent is on record before the gateway keeps anything for the payer. */
async function recordConsent({ payload, payer }: Args, setup: GatewaySetup): Promise<void> {
  await withTransaction(payload, async (tx) => {
    const version = await readConsentVersion(tx)
    await tx.query({
      name: 'method-consent',
      text: `insert into audit_log (actor_collection, actor_id, action, payer_id, data, created_at, updated_at) values ('payers', $1::text, 'payment_method.consent', $2, $3::jsonb, now(), now())`,
      values: [String(payer.id), payer.id, JSON.stringify({ setup: setup.id, version, login: payer.loginId })],
    })
  })
}

/**
 * Keeps a method for later, with this person's consent and without a charge. Answers the method, or the
 * secret with which the browser goes on when the bank asks. Throws `payment_declined`,
 * `payment_details_invalid`, `payment_methods_frozen`, `gateway_unavailable`.
 */
export async function addMethod(args: Args): Promise<AddedMethod> {
  const { payload, payer, confirmationToken } = args
  await refuseFrozenMethods(poolOf(payload), payer.id)
  const customer = await ensureCustomer(payload, payer.id)
  const setup = await gatewayOf(payload).saveMethod({
    customer,
    confirmationToken,
    returnUrl: `${payload.config.serverURL}/portal/payment-methods`,
    // A token can be used once: a repeat after a lost answer finds the first setup again.
    idempotencyKey: `setup-${payer.id}-${createHash('sha256').update(confirmationToken).digest('hex').slice(0, 40)}`,
  })
  if (setup.status === 'failed') throw new PortalError('payment_declined', declineAdvice(setup.failure?.code ?? ''))
  await recordConsent(args, setup)
  if (setup.status === 'requires_action' && setup.clientSecret) return { clientSecret: setup.clientSecret }
  await storeSetup({ payload, setup })
  const kept = setup.method
    ? await findMethod(poolOf(payload), { payer: payer.id, login: payer.loginId, gatewayId: setup.method.id })
    : null
  return { paymentMethod: kept }
}
