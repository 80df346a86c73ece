import { createHash } from 'node:crypto'
import type Stripe from 'stripe'
import type { Fake } from '../api/Fake.ts'
import { invalid, StripeFault } from '../api/StripeFault.ts'
import { newId } from '../state/newId.ts'
import { type Behaviour, TEST_BANKS, TEST_CARDS, TEST_ROUTING, type TestBank, type TestCard } from './testMethods.ts'

type Billing = {
  address?: '' | null | Partial<Stripe.Address>
  email?: string | null
  name?: string | null
  phone?: string | null
}

/** What a browser or a test sends to describe a method. */
export type MethodParams = {
  type?: string
  billing_details?: Billing
  card?: { number?: string; exp_month?: number; exp_year?: number; cvc?: string; token?: string }
  us_bank_account?: {
    account_number?: string
    routing_number?: string
    account_holder_type?: string
    account_type?: string
  }
  allow_redisplay?: Stripe.PaymentMethod.AllowRedisplay
}

function billingDetails(given: Billing = {}): Stripe.PaymentMethod.BillingDetails {
  const at = given.address || null
  const address = at && {
    city: at.city ?? null,
    country: at.country ?? null,
    line1: at.line1 ?? null,
    line2: at.line2 ?? null,
    postal_code: at.postal_code ?? null,
    state: at.state ?? null,
  }
  return { address, email: given.email || null, name: given.name || null, phone: given.phone || null, tax_id: null }
}

function fingerprint(of: string): string {
  return createHash('sha256').update(of).digest('base64url').slice(0, 16)
}

function keep(fake: Fake, method: Stripe.PaymentMethod, behaviour: Behaviour): Stripe.PaymentMethod {
  fake.store.put('methodFact', { id: method.id, behaviour, isSetUp: false, isConsumed: false })
  return fake.store.put('payment_method', method)
}

function common(fake: Fake, params: MethodParams): Omit<Stripe.PaymentMethod, 'type'> {
  return {
    id: newId('pm'),
    object: 'payment_method',
    allow_redisplay: params.allow_redisplay ?? 'unspecified',
    billing_details: billingDetails(params.billing_details),
    created: fake.store.now(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
  }
}

function buildCard(fake: Fake, test: TestCard, params: MethodParams): Stripe.PaymentMethod {
  const checks = { address_line1_check: null, address_postal_code_check: null, cvc_check: null }
  const card: Stripe.PaymentMethod.Card = {
    brand: test.brand,
    checks: { ...checks, cvc_check: params.card?.cvc ? 'unchecked' : null },
    country: 'US',
    display_brand: test.brand,
    exp_month: params.card?.exp_month ?? 12,
    exp_year: params.card?.exp_year ?? new Date(fake.store.now() * 1000).getUTCFullYear() + 1,
    fingerprint: fingerprint(test.number),
    funding: 'credit',
    generated_from: null,
    last4: test.number.slice(-4),
    networks: { available: [test.brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  }
  return keep(fake, { ...common(fake, params), type: 'card', card }, test.behaviour)
}

function buildBank(fake: Fake, test: TestBank, params: MethodParams): Stripe.PaymentMethod {
  const given = params.us_bank_account
  const us_bank_account: Stripe.PaymentMethod.UsBankAccount = {
    account_holder_type: given?.account_holder_type === 'company' ? 'company' : 'individual',
    account_type: given?.account_type === 'savings' ? 'savings' : 'checking',
    bank_name: 'STRIPE TEST BANK',
    financial_connections_account: null,
    fingerprint: fingerprint(test.account),
    last4: test.account.slice(-4),
    networks: { preferred: 'ach', supported: ['ach'] },
    routing_number: TEST_ROUTING,
    status_details: {},
  }
  return keep(fake, { ...common(fake, params), type: 'us_bank_account', us_bank_account }, test.behaviour)
}

function isLuhn(number: string): boolean {
  const digits = [...number].reverse().map(Number)
  const sum = digits.reduce(
    (total, digit, at) => total + (at % 2 === 0 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2),
    0,
  )
  return /^\d{12,19}$/.test(number) && sum % 10 === 0
}

function cardFault(code: string, message: string, more: { decline_code?: string; param?: string } = {}): StripeFault {
  return new StripeFault(402, { type: 'card_error', code, message, ...more })
}

function checkExpiry(fake: Fake, month: number, year: number): void {
  const now = new Date(fake.store.now() * 1000)
  if (!(Number.isInteger(month) && month >= 1 && month <= 12)) {
    throw cardFault('invalid_expiry_month', "Your card's expiration month is invalid.", { param: 'exp_month' })
  }
  const isPast = year < now.getUTCFullYear() || (year === now.getUTCFullYear() && month < now.getUTCMonth() + 1)
  if (!Number.isInteger(year) || isPast) {
    throw cardFault('invalid_expiry_year', "Your card's expiration year is invalid.", { param: 'exp_year' })
  }
}

function cardFromNumber(fake: Fake, params: MethodParams): Stripe.PaymentMethod {
  const number = (params.card?.number ?? '').replaceAll(' ', '')
  if (!isLuhn(number)) throw cardFault('incorrect_number', 'Your card number is incorrect.', { param: 'number' })
  checkExpiry(fake, params.card?.exp_month ?? 0, params.card?.exp_year ?? 0)
  const test = TEST_CARDS.find((row) => row.number === number)
  if (!test) {
    const message = 'Your card was declined. Your request was in test mode, but used a non test card.'
    throw cardFault('card_declined', message, { decline_code: 'test_mode_live_card' })
  }
  return buildCard(fake, test, params)
}

function bankFromNumber(fake: Fake, params: MethodParams): Stripe.PaymentMethod {
  const given = params.us_bank_account
  if (given?.routing_number !== TEST_ROUTING) {
    throw invalid('The routing number is not valid.', {
      code: 'routing_number_invalid',
      param: 'us_bank_account[routing_number]',
    })
  }
  const test = TEST_BANKS.find((row) => row.account === given.account_number)
  if (!test) {
    throw invalid('The account number is not valid.', {
      code: 'account_number_invalid',
      param: 'us_bank_account[account_number]',
    })
  }
  if (!params.billing_details?.name) {
    throw invalid('Missing required param: billing_details[name].', {
      code: 'parameter_missing',
      param: 'billing_details[name]',
    })
  }
  return buildBank(fake, test, params)
}

/** Makes a method of what was typed in. Knows test numbers only, and keeps none of them. */
export function methodFromParams(fake: Fake, params: MethodParams): Stripe.PaymentMethod {
  if (params.type === 'card') return cardFromNumber(fake, params)
  if (params.type === 'us_bank_account') return bankFromNumber(fake, params)
  throw invalid(`The stand-in does not play the payment method type ${params.type ?? '(none)'}.`, { param: 'type' })
}

/** Some of the cards that decline go by two names, with their brand (`pm_card_visa_chargeDeclined`) and without. */
const withoutBrand = (token: string): string => token.replace(/^pm_card_visa_(?=charge)/, 'pm_card_')

/** Makes a fresh method of one of Stripe's shared test tokens (`pm_card_visa`), or null when it is none. */
export function methodFromTestToken(fake: Fake, named: string): Stripe.PaymentMethod | null {
  const token = withoutBrand(named)
  const card = TEST_CARDS.find((row) => row.token === token)
  if (card) return buildCard(fake, card, {})
  const bank = TEST_BANKS.find((row) => row.token === token)
  return bank ? buildBank(fake, bank, { billing_details: { name: 'Test Holder' } }) : null
}
