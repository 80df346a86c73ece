import type Stripe from 'stripe'
import type { Fake } from '../api/Fake.ts'
import { pageOf } from '../api/pageOf.ts'
import { type Route, route } from '../api/route.ts'
import { invalid, missing } from '../api/StripeFault.ts'
import { newId } from '../state/newId.ts'
import { bookBalance } from './balance.ts'
import { chargeById } from './charges.ts'
import { emit } from './emit.ts'

const NO_EVIDENCE: Stripe.Dispute.Evidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
}

export type DisputeOptions = { isInquiry?: boolean; reason?: string; isFinal?: boolean }

/** The payer's bank disputes a charge. A final one (bank debits) is lost at once; an inquiry moves no money. */
export function openDispute(
  fake: Fake,
  id: string,
  { isInquiry = false, reason = 'fraudulent', isFinal = false }: DisputeOptions,
): Stripe.Dispute {
  const charge = chargeById(fake, id)
  if (charge.disputed || charge.status !== 'succeeded') throw invalid(`Charge ${id} cannot be disputed now.`)
  const dispute: Stripe.Dispute = {
    id: newId('du'),
    object: 'dispute',
    amount: charge.amount,
    balance_transactions: [],
    charge: charge.id,
    created: fake.store.now(),
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: { ...NO_EVIDENCE },
    evidence_details: {
      due_by: isFinal ? null : fake.store.now() + 7 * 86_400,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: isInquiry,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason,
    status: isInquiry ? 'warning_needs_response' : 'needs_response',
  }
  charge.disputed = true
  fake.store.put('charge', charge)
  if (!isInquiry) withdraw(fake, dispute, -dispute.amount)
  fake.store.put('dispute', dispute)
  emit(fake, 'charge.dispute.created', dispute)
  if (!isInquiry) emit(fake, 'charge.dispute.funds_withdrawn', dispute)
  return isFinal ? closeDispute(fake, dispute.id, 'lost') : dispute
}

function withdraw(fake: Fake, dispute: Stripe.Dispute, amount: number): void {
  const fee = amount < 0 ? 1500 : 0
  dispute.balance_transactions.push(
    bookBalance(fake, { type: 'adjustment', amount, currency: dispute.currency, source: dispute.id, fee }),
  )
}

function disputeById(fake: Fake, id: string): Stripe.Dispute {
  const found = fake.store.get('dispute', id)
  if (!found) throw missing('dispute', id)
  return found
}

/** Ends a dispute; winning brings the money back. */
export function closeDispute(fake: Fake, id: string, outcome: 'won' | 'lost'): Stripe.Dispute {
  const dispute = disputeById(fake, id)
  if (['won', 'lost', 'warning_closed'].includes(dispute.status)) throw invalid(`Dispute ${id} is closed.`)
  const isInquiry = dispute.status.startsWith('warning')
  dispute.status = isInquiry ? 'warning_closed' : outcome
  if (!isInquiry && outcome === 'won') withdraw(fake, dispute, dispute.amount)
  fake.store.put('dispute', dispute)
  emit(fake, 'charge.dispute.closed', dispute)
  if (!isInquiry && outcome === 'won') emit(fake, 'charge.dispute.funds_reinstated', dispute)
  return dispute
}

function listed(fake: Fake, { charge, payment_intent: intent }: Stripe.DisputeListParams): Stripe.Dispute[] {
  return fake.store
    .all('dispute')
    .filter((row) => (!charge || row.charge === charge) && (!intent || row.payment_intent === intent))
}

export const disputeRoutes: Route[] = [
  route('GET /v1/disputes', { params: 'DisputeList', answer: 'DisputeList' }, ({ fake, params }) =>
    pageOf(listed(fake, params), params, '/v1/disputes'),
  ),
  route('GET /v1/disputes/:id', { params: 'DisputeRetrieve', answer: 'Dispute' }, ({ fake, id }) =>
    disputeById(fake, id),
  ),
  route('POST /v1/disputes/:id/close', { params: 'DisputeClose', answer: 'Dispute' }, ({ fake, id }) =>
    closeDispute(fake, id, 'lost'),
  ),
]
