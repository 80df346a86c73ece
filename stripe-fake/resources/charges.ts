import type Stripe from 'stripe'
import type { Fake } from '../api/Fake.ts'
import { pageOf } from '../api/pageOf.ts'
import { type Route, route } from '../api/route.ts'
import { missing } from '../api/StripeFault.ts'
import { newId } from '../state/newId.ts'
import { bookBalance } from './balance.ts'
import { emit } from './emit.ts'
import { laterIn } from './laterIn.ts'
import type { Decline } from './testMethods.ts'

function methodDetails(method: Stripe.PaymentMethod, amount: number): Stripe.Charge.PaymentMethodDetails {
  const bank = method.us_bank_account
  if (bank) {
    const { account_holder_type, account_type, bank_name, fingerprint, last4, routing_number } = bank
    const us_bank_account = {
      account_holder_type,
      account_type,
      bank_name,
      fingerprint: fingerprint ?? null,
      last4,
      routing_number,
      payment_reference: null,
    }
    return { type: 'us_bank_account', us_bank_account }
  }
  const card = method.card
  if (!card) return { type: method.type }
  return {
    type: 'card',
    card: {
      amount_authorized: amount,
      authorization_code: null,
      brand: card.brand,
      checks: card.checks,
      country: card.country,
      electronic_commerce_indicator: null,
      exp_month: card.exp_month,
      exp_year: card.exp_year,
      fingerprint: card.fingerprint,
      funding: card.funding,
      installments: null,
      last4: card.last4,
      mandate: null,
      network: card.brand,
      network_transaction_id: null,
      regulated_status: 'unregulated',
      three_d_secure: null,
      transaction_link_id: null,
      wallet: null,
    },
  }
}

function outcomeOf(decline: Decline | null): Stripe.Charge.Outcome {
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: decline ? 'declined_by_network' : 'approved_by_network',
    reason: decline?.declineCode ?? null,
    seller_message: decline ? 'The bank declined the payment.' : 'Payment complete.',
    type: decline ? 'issuer_declined' : 'authorized',
  }
}

type Attempt = {
  intent: Stripe.PaymentIntent
  method: Stripe.PaymentMethod
  status: 'succeeded' | 'pending' | 'failed'
  decline?: Decline
}

/** The charge that one attempt to pay `intent` makes. It becomes the intent's `latest_charge`. */
export function createCharge(fake: Fake, { intent, method, status, decline }: Attempt): Stripe.Charge {
  const charge: Stripe.Charge = {
    id: newId(method.type === 'us_bank_account' ? 'py' : 'ch'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: status === 'failed' ? 0 : intent.amount,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: null,
    captured: status !== 'failed',
    created: fake.store.now(),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: { ...intent.metadata },
    on_behalf_of: null,
    outcome: status === 'pending' ? null : outcomeOf(decline ?? null),
    paid: status === 'succeeded',
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: methodDetails(method, intent.amount),
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status,
    transfer_data: null,
    transfer_group: null,
  }
  intent.latest_charge = charge.id
  return fake.store.put('charge', charge)
}

export function chargeById(fake: Fake, id: string, param?: string): Stripe.Charge {
  const found = fake.store.get('charge', id)
  if (!found) throw missing('charge', id, param)
  return found
}

/** The balance transaction comes a moment after the charge: `charge.updated`. */
export function bookLater(fake: Fake, charge: Stripe.Charge): void {
  laterIn(fake, 1, { kind: 'bookCharge', about: charge.id })
}

/** Books the charge on the account's balance. */
export function bookCharge(fake: Fake, id: string): void {
  const charge = chargeById(fake, id)
  if (charge.balance_transaction || charge.status !== 'succeeded') return
  charge.balance_transaction = bookBalance(fake, {
    type: charge.id.startsWith('py') ? 'payment' : 'charge',
    amount: charge.amount,
    currency: charge.currency,
    source: charge.id,
  }).id
  fake.store.put('charge', charge)
  emit(fake, 'charge.updated', charge)
}

function listed(fake: Fake, params: Stripe.ChargeListParams): Stripe.Charge[] {
  const { customer, payment_intent: intent } = params
  return fake.store
    .all('charge')
    .filter((row) => (!customer || row.customer === customer) && (!intent || row.payment_intent === intent))
}

export const chargeRoutes: Route[] = [
  route('GET /v1/charges', { params: 'ChargeList', answer: 'ChargeList' }, ({ fake, params }) =>
    pageOf(listed(fake, params), params, '/v1/charges'),
  ),
  route('GET /v1/charges/:id', { params: 'ChargeRetrieve', answer: 'Charge' }, ({ fake, id }) => chargeById(fake, id)),
]
