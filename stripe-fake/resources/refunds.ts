import type Stripe from 'stripe'
import type { Fake } from '../api/Fake.ts'
import { pageOf } from '../api/pageOf.ts'
import { type Route, route } from '../api/route.ts'
import { invalid, missing } from '../api/StripeFault.ts'
import { newId } from '../state/newId.ts'
import { bookBalance } from './balance.ts'
import { chargeById } from './charges.ts'
import { emit } from './emit.ts'
import { businessSeconds, laterIn } from './laterIn.ts'
import { mergedMetadata } from './mergedMetadata.ts'
import { intentById } from './paymentIntents.ts'

function chargeOf(fake: Fake, params: Stripe.RefundCreateParams): Stripe.Charge {
  if (params.charge) return chargeById(fake, params.charge, 'charge')
  if (!params.payment_intent) {
    throw invalid('One of the following params should be provided for this request: payment_intent or charge.', {
      code: 'parameter_missing',
    })
  }
  const intent = intentById(fake, params.payment_intent, 'payment_intent')
  const charge = typeof intent.latest_charge === 'string' ? fake.store.get('charge', intent.latest_charge) : undefined
  if (charge?.status !== 'succeeded') {
    throw invalid(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, {
      param: 'payment_intent',
    })
  }
  return charge
}

function refundableAmount(charge: Stripe.Charge, wanted: number | undefined): number {
  if (charge.refunded)
    throw invalid(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' })
  if (charge.disputed) throw invalid(`Charge ${charge.id} has been charged back.`, { code: 'charge_disputed' })
  const left = charge.amount_captured - charge.amount_refunded
  const amount = wanted ?? left
  if (amount > left) {
    throw invalid(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, {
      param: 'amount',
    })
  }
  return amount
}

function behaviourOf(fake: Fake, charge: Stripe.Charge): 'pending' | 'fails' | 'bank' | 'plain' {
  if (charge.id.startsWith('py')) return 'bank'
  return fake.store.get('methodFact', charge.payment_method ?? '')?.behaviour.refund ?? 'plain'
}

function createRefund(fake: Fake, params: Stripe.RefundCreateParams): Stripe.Refund {
  const charge = chargeOf(fake, params)
  const amount = refundableAmount(charge, params.amount)
  const behaviour = behaviourOf(fake, charge)
  const isPending = behaviour === 'pending' || behaviour === 'bank'
  const refund: Stripe.Refund = {
    id: newId('re'),
    object: 'refund',
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: fake.store.now(),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: charge.id.startsWith('py')
      ? { type: 'us_bank_transfer', us_bank_transfer: { reference: null, reference_status: null } }
      : {
          type: 'card',
          card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
        },
    metadata: mergedMetadata({}, params.metadata),
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    ...(isPending && { pending_reason: 'processing' as const }),
    reason: params.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: isPending ? 'pending' : 'succeeded',
    transfer_reversal: null,
  }
  refund.balance_transaction = bookBalance(fake, {
    type: charge.id.startsWith('py') ? 'payment_refund' : 'refund',
    amount: -amount,
    currency: charge.currency,
    source: refund.id,
  }).id
  fake.store.put('refund', refund)
  moveRefunded(fake, charge, amount)
  emit(fake, 'refund.created', refund)
  emit(fake, 'charge.refunded', charge)
  if (isPending)
    laterIn(fake, behaviour === 'bank' ? businessSeconds(fake.store.now(), 3) : 60, {
      kind: 'settleRefund',
      about: refund.id,
    })
  if (behaviour === 'fails') laterIn(fake, 60, { kind: 'failRefund', about: refund.id })
  return refund
}

function moveRefunded(fake: Fake, charge: Stripe.Charge, amount: number): void {
  charge.amount_refunded += amount
  charge.refunded = charge.amount_refunded === charge.amount_captured
  fake.store.put('charge', charge)
}

function refundById(fake: Fake, id: string): Stripe.Refund {
  const found = fake.store.get('refund', id)
  if (!found) throw missing('refund', id)
  return found
}

/** A pending refund arrives. */
export function settleRefund(fake: Fake, id: string): void {
  const refund = refundById(fake, id)
  if (refund.status !== 'pending') return
  refund.status = 'succeeded'
  delete refund.pending_reason
  fake.store.put('refund', refund)
  emit(fake, 'refund.updated', refund)
}

/** The payer's bank sends the refund back, be it pending or already succeeded: the money is the firm's again. */
export function failRefund(fake: Fake, id: string): void {
  const refund = refundById(fake, id)
  if (refund.status !== 'pending' && refund.status !== 'succeeded') return
  refund.status = 'failed'
  refund.failure_reason = 'expired_or_canceled_card'
  delete refund.pending_reason
  refund.failure_balance_transaction = bookBalance(fake, {
    type: 'refund_failure',
    amount: refund.amount,
    currency: refund.currency,
    source: refund.id,
  }).id
  fake.store.put('refund', refund)
  moveRefunded(fake, chargeById(fake, String(refund.charge)), -refund.amount)
  emit(fake, 'refund.failed', refund)
  emit(fake, 'refund.updated', refund)
}

function updateRefund(fake: Fake, id: string, params: Stripe.RefundUpdateParams): Stripe.Refund {
  const refund = refundById(fake, id)
  refund.metadata = mergedMetadata(refund.metadata ?? {}, params.metadata)
  fake.store.put('refund', refund)
  emit(fake, 'refund.updated', refund)
  return refund
}

function listed(fake: Fake, { charge, payment_intent: intent }: Stripe.RefundListParams): Stripe.Refund[] {
  return fake.store
    .all('refund')
    .filter((row) => (!charge || row.charge === charge) && (!intent || row.payment_intent === intent))
}

export const refundRoutes: Route[] = [
  route(
    'POST /v1/refunds',
    {
      params: 'RefundCreate',
      answer: 'Refund',
      understands: ['amount', 'charge', 'payment_intent', 'metadata', 'reason'],
    },
    ({ fake, params }) => createRefund(fake, params),
  ),
  route('GET /v1/refunds', { params: 'RefundList', answer: 'RefundList' }, ({ fake, params }) =>
    pageOf(listed(fake, params), params, '/v1/refunds'),
  ),
  route('GET /v1/refunds/:id', { params: 'RefundRetrieve', answer: 'Refund' }, ({ fake, id }) => refundById(fake, id)),
  route('POST /v1/refunds/:id', { params: 'RefundUpdate', answer: 'Refund' }, ({ fake, id, params }) =>
    updateRefund(fake, id, params),
  ),
  route('POST /v1/refunds/:id/cancel', { params: 'RefundCancel', answer: 'Refund' }, ({ fake, id }) => {
    throw invalid(`Refund ${refundById(fake, id).id} cannot be canceled: only one that requires action can.`)
  }),
]
